"""The software bill of materials beside a wheel: CycloneDX 1.6, of what the wheel's own metadata says, nothing else.

The wheel bundles no other package, so the bill names what an installation brings along, with the range of versions that
is asked for; which version that will be, nobody knows yet. The same wheel gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

_REQUIREMENT = re.compile(r"([A-Za-z0-9][\w.-]*)(\[[^\]]*\])?\s*([^;]*)(?:;\s*(.*))?")
_EXTRA = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")


def write_sbom(wheel: Path, epoch: int) -> Path:
    """Writes the bill of a wheel of the commit of that time (seconds since 1970); returns its path."""
    metadata = _metadata(wheel)
    path = wheel.with_name(f"{metadata['Name']}-{metadata['Version']}.cdx.json")
    path.write_bytes((json.dumps(_bill(metadata, wheel, epoch), indent=2, ensure_ascii=False) + "\n").encode())
    return path


def _metadata(wheel: Path) -> Message:
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


def _bill(metadata: Message, wheel: Path, epoch: int) -> dict[str, Any]:
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    itself = f"pkg:pypi/{metadata['Name']}@{metadata['Version']}"
    required = list(_required(metadata))
    always = [each["bom-ref"] for each in required if each["scope"] == "required"]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{itself}#{digest}')}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "library",
                "bom-ref": itself,
                "name": metadata["Name"],
                "version": metadata["Version"],
                "description": metadata["Summary"],
                "hashes": [{"alg": "SHA-256", "content": digest}],
                "licenses": [{"license": {"id": metadata["License-Expression"]}}],
                "purl": itself,
            },
        },
        "components": required,
        "dependencies": [{"ref": itself, "dependsOn": always}, *({"ref": each["bom-ref"]} for each in required)],
    }


def _required(metadata: Message) -> Iterator[dict[str, Any]]:
    """A component for each package that the wheel asks for; one that only extras ask for is optional."""
    asked: dict[str, list[tuple[str, str]]] = {}
    for line in metadata.get_all("Requires-Dist", []):
        found = _REQUIREMENT.fullmatch(line)
        if found is None:
            raise ValueError(f"Requires-Dist: {line}: expected a name, a range of versions and a marker")
        name, _, versions, marker = found.groups()
        extra = _EXTRA.search(marker or "")
        asked.setdefault(name.lower(), []).append((extra[1] if extra else "", versions.strip()))
    for name, places in sorted(asked.items()):
        yield {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}",
            "name": name,
            "scope": "required" if any(not extra for extra, _ in places) else "optional",
            "purl": f"pkg:pypi/{name}",
            "properties": [
                {"name": f"brushwork:requires{f':{extra}' if extra else ''}", "value": versions or "any version"}
                for extra, versions in sorted(places)
            ],
        }
