"""The inputs and outputs of the generator: `.manifest.json` beside the generated files.

It tells a hand edit from an old version, says what may be deleted, and lets `generate` see in milliseconds that there
is nothing to do. It holds hashes only, no time, host or path outside the project. Line ends are in no hash: git may
have made them CRLF at the checkout, which is no edit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

NAME = ".manifest.json"
TOOLS = ("datamodel-code-generator", "jinja2", "jsonschema", "pyyaml", "ruamel.yaml", "ruff")
"""Tools whose version may change the output."""
_GENERATOR = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Hash of everything that went in, and of each file that came out, by its path."""

    inputs: str = ""
    outputs: Mapping[str, str] = field(default_factory=dict[str, str])


def unix_ends(content: bytes) -> bytes:
    """The content with LF for every CRLF."""
    return content.replace(b"\r\n", b"\n")


def text_hash(text: str) -> str:
    """Hash of a file that contains `text`."""
    return hashlib.sha256(unix_ends(text.encode())).hexdigest()


def file_hash(path: Path) -> str | None:
    """Hash of a file; None if there is none."""
    try:
        return hashlib.sha256(unix_ends(path.read_bytes())).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def read(root: Path) -> Manifest:
    """The manifest of the folder of generated files; an empty one where it is missing or damaged."""
    try:
        stored = json.loads((root / NAME).read_bytes())
        outputs = {str(path): str(value) for path, value in stored["outputs"].items()}
        return Manifest(inputs=str(stored["inputs"]), outputs=outputs)
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest()


def dump(manifest: Manifest) -> str:
    """The manifest as the text of its file."""
    stored = {"inputs": manifest.inputs, "outputs": dict(manifest.outputs)}
    return json.dumps(stored, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def of(files: Mapping[str, str], inputs: str) -> Manifest:
    """The manifest for these files."""
    return Manifest(inputs=inputs, outputs={path: text_hash(text) for path, text in files.items()})


def input_hash(specs: Path) -> str:
    """One hash of the specs, the generator's own sources and templates, and the versions of its tools."""
    total = hashlib.sha256()
    parts = [*_contents("specs", specs, ("*.yaml", "models/*.yaml")), *_contents("generator", _GENERATOR, _SOURCES)]
    parts += [(tool, _version(tool).encode()) for tool in TOOLS]
    for name, content in parts:
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


_SOURCES = ("**/*.py", "**/*.j2")


def _contents(label: str, root: Path, patterns: Iterable[str]) -> list[tuple[str, bytes]]:
    found = {path for pattern in patterns for path in root.glob(pattern) if path.name[0] != "." and path.is_file()}
    return [(f"{label}/{path.relative_to(root).as_posix()}", unix_ends(path.read_bytes())) for path in sorted(found)]


def _version(tool: str) -> str:
    try:
        return metadata.version(tool)
    except metadata.PackageNotFoundError:
        return ""


def on_disk(root: Path) -> set[str]:
    """Every file under `root` but the manifest and Python's caches."""
    paths = (path.relative_to(root) for path in root.rglob("*") if not _is_folder(path))
    return {path.as_posix() for path in paths if "__pycache__" not in path.parts} - {NAME}


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def up_to_date(root: Path, inputs: str) -> bool:
    """Whether the files under `root` are exactly those made from the same inputs before."""
    manifest = read(root)
    if manifest.inputs != inputs or on_disk(root) != set(manifest.outputs):
        return False
    return all(file_hash(root / path) == value for path, value in manifest.outputs.items())
