"""The SBOM beside the wheel says what the wheel asks for, in bytes that depend on nothing else; licences are stated."""

from __future__ import annotations

import hashlib
import json
import shutil
import tomllib
from pathlib import Path

from generator.package.version import VERSION
from generator.release.sbom import write_sbom
from tests.release.built import ROOT

EPOCH = 1_770_000_000


def test_it_names_what_an_installation_brings(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    path = write_sbom(Path(shutil.copy(wheel, tmp_path / "a")), EPOCH)
    assert path.name == f"brushwork-{VERSION}.cdx.json"
    bill = json.loads(path.read_bytes())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    itself = bill["metadata"]["component"]
    assert (itself["purl"], itself["licenses"]) == (
        f"pkg:pypi/brushwork@{VERSION}",
        [{"license": {"id": "Apache-2.0"}}],
    )
    assert itself["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(wheel.read_bytes()).hexdigest()}]
    assert bill["metadata"]["timestamp"] == "2026-02-02T02:40:00Z"

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [line for lines in project["optional-dependencies"].values() for line in lines]
    extras = {line.split(">")[0].partition("[")[0].replace(".", "-") for line in lines}
    scopes = {each["name"]: each["scope"] for each in bill["components"]}
    assert scopes == {"urllib3": "required", **dict.fromkeys(extras, "optional")}
    assert bill["dependencies"][0] == {"ref": itself["bom-ref"], "dependsOn": ["pkg:pypi/urllib3"]}
    assert {each["ref"] for each in bill["dependencies"]} == {itself["bom-ref"], *map("pkg:pypi/{}".format, scopes)}
    (urllib3,) = (each for each in bill["components"] if each["name"] == "urllib3")
    (asked,) = urllib3["properties"]
    (stated,) = project["dependencies"]
    assert sorted(asked["value"].split(",")) == sorted(stated.removeprefix("urllib3").split(","))


def test_the_same_wheel_gives_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    made = set[bytes]()
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        made.add(write_sbom(Path(shutil.copy(wheel, tmp_path / folder)), EPOCH).read_bytes())
    assert len(made) == 1
    assert str(tmp_path).encode() not in made.pop()


def test_the_licence_of_every_file_is_stated() -> None:
    stated = tomllib.loads((ROOT / "REUSE.toml").read_text("utf-8"))
    (everything,) = stated["annotations"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (everything["path"], everything["SPDX-License-Identifier"]) == ("**", project["license"])
    assert (ROOT / "LICENSES" / f"{project['license']}.txt").read_bytes() == (ROOT / "LICENSE").read_bytes()
