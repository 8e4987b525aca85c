"""What is in the wheel and in the sdist, and how the package presents itself."""

from __future__ import annotations

import json
import re
import sys
import tarfile
from collections import Counter
from email.message import Message
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

from generator.package.version import VERSION
from tests.release.built import build, run

REPORTED = re.compile(r"^\w+-[\d.]+\.dist-info/")


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


def test_the_wheel_holds_the_two_packages_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
        entry_points = archive.read(f"brushwork-{VERSION}.dist-info/entry_points.txt").decode()
    rooms = {REPORTED.sub("dist-info/", name).split("/")[0] for name in names}
    assert rooms == {
        "brushwork",
        "brushwork_batch",
        "brushwork_cli",
        "brushwork_emulator",
        "brushwork_mcp",
        "brushwork_runtime",
        "brushwork_web",
        "dist-info",
    }
    assert {"brushwork/py.typed", "brushwork_runtime/py.typed", "brushwork/schemas/wan2.7-image.json"} <= set(names)
    assert f"brushwork-{VERSION}.dist-info/licenses/LICENSE" in names
    assert not [name for name in names if re.search(r"(^|/)(tests?|generator|specs|__pycache__)/|\.pyc$|/\.", name)]
    assert "brushwork = brushwork.__main__:main" in entry_points
    assert "[pytest11]\nbrushwork = brushwork.pytest_plugin" in entry_points


def test_it_is_small_where_it_is_installed(wheel: Path) -> None:
    """Without what Python compiles: the core, each package beside it, and what each mode of a model adds on average.

    What is said in Chinese is counted by itself: it grows with what is said.
    """
    sizes: Counter[str] = Counter()
    with ZipFile(wheel) as archive:
        for entry in archive.infolist():
            room = entry.filename.partition("/")[0]
            sizes["chinese" if re.search(r"/locale/|^brushwork/texts/", entry.filename) else room] += entry.file_size
        schemas = [
            json.loads(archive.read(name)) for name in archive.namelist() if name.startswith("brushwork/schemas/")
        ]
    modes = sum(len(schema["modes"]) for schema in schemas)
    assert modes > 30
    assert sizes.pop("brushwork") / modes <= 22_000
    assert sizes.pop("brushwork_runtime") <= 930_000
    assert sizes.pop("chinese") <= 250_000
    assert sizes.pop("brushwork_mcp") <= 100_000
    assert sizes.pop("brushwork_web") <= 120_000  # the page included
    assert {name for name, size in sizes.items() if size > 400_000} == set()


def test_it_requires_urllib3_and_nothing_else(metadata: Message) -> None:
    required = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert [re.split(r"[<>=!~; ]", line)[0] for line in required] == ["urllib3"]
    assert metadata["Version"] == VERSION
    assert metadata["License-Expression"] == "Apache-2.0"


def test_the_readme_is_one_for_who_installs_the_package(metadata: Message) -> None:
    readme = str(metadata.get_payload())
    links = re.findall(r"\]\(([^)]*)\)", readme)
    assert [link for link in links if not link.startswith(("https://", "#"))] == []
    assert readme.startswith("# Brushwork\n\nPictures"), "its languages are named where both are"
    assert "## Quickstart\n\nAfter `pip install 'brushwork[cli,emulator]'`" in readme
    assert "pip install 'brushwork[emulator]'" in readme
    assert "make " not in re.sub(r"`make bench`.*", "", readme).split("## Quickstart")[0]
    assert "not affiliated with Alibaba" in readme


def test_the_index_would_show_it(sdist_and_wheel: tuple[Path, Path], tmp_path: Path) -> None:
    checked = run([sys.executable, "-m", "twine", "--no-color", "check", "--strict", *sdist_and_wheel], tmp_path)
    assert checked.stdout.count("PASSED") == 2


def test_the_sdist_builds_the_same_wheel(sdist_and_wheel: tuple[Path, Path], tmp_path: Path) -> None:
    sdist, wheel = sdist_and_wheel
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    assert {"specs", "generator", "generated", "runtime", "LICENSE"} <= {path.name for path in source.iterdir()}
    (again,) = build(source, tmp_path / "dist", "wheel")
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()
