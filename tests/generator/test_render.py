"""The package rendered from a small family, and what must hold of every rendering."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from generator.load import load
from generator.package.formatting import format_python
from generator.package.render import package
from generator.package.version import VERSION
from generator.pipeline import planned
from generator.plan import plan
from generator.render import render
from generator.skill.render import skill

ROOT = Path(__file__).parents[2]
SPECS = Path(__file__).parent / "tiny_specs"
MADE_UP = Path(__file__).parent / "made_up/fresco-3.yaml"


@pytest.fixture(scope="module")
def tiny() -> dict[str, str]:
    return format_python(package(plan(load(SPECS))))


@pytest.mark.parametrize(
    "path",
    [
        "__init__.py",
        "_version.py",
        "aio.py",
        "batch.py",
        "client.py",
        "otel.py",
        "__main__.py",
        "pytest_plugin.py",
        "clients/__init__.py",
        "clients/paint_1_0.py",
        "registry.py",
        "tables/__init__.py",
        "tables/api.py",
        "tables/paint_1_0.py",
        "testing.py",
    ],
)
def test_the_package_of_a_small_family(tiny: dict[str, str], path: str, snapshot: SnapshotAssertion) -> None:
    assert tiny[f"brushwork/{path}"] == snapshot


@pytest.mark.parametrize("path", ["references/paint-1.0.md", "references/models.md", "references/errors.md"])
def test_the_skill_of_a_small_family(path: str, snapshot: SnapshotAssertion) -> None:
    assert skill(plan(load(SPECS)))[f"brushwork/skills/brushwork/{path}"] == snapshot


def test_every_file_of_the_package_is_in_the_snapshots(tiny: dict[str, str]) -> None:
    assert sorted(tiny) == [
        "brushwork/__init__.py",
        "brushwork/__main__.py",
        "brushwork/_version.py",
        "brushwork/aio.py",
        "brushwork/batch.py",
        "brushwork/client.py",
        "brushwork/clients/__init__.py",
        "brushwork/clients/paint_1_0.py",
        "brushwork/otel.py",
        "brushwork/py.typed",
        "brushwork/pytest_plugin.py",
        "brushwork/registry.py",
        "brushwork/tables/__init__.py",
        "brushwork/tables/api.py",
        "brushwork/tables/paint_1_0.py",
        "brushwork/testing.py",
    ]


def test_the_formatter_would_change_nothing_more(tiny: dict[str, str]) -> None:
    assert format_python(tiny) == tiny


def test_the_linter_finds_nothing(tiny: dict[str, str], tmp_path: Path) -> None:
    for path, text in tiny.items():
        (tmp_path / "generated" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "generated" / path).write_text(text, "utf-8")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run([ruff, "check", "--no-cache", "."], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("All checks passed!", 0)


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION


def test_rendering_twice_gives_the_same(tiny: dict[str, str]) -> None:
    assert format_python(package(plan(load(SPECS)))) == tiny


_DIGEST = (
    "import hashlib, sys; sys.path.insert(0, {root!r}); from pathlib import Path; "
    "from generator.load import load; from generator.plan import plan; from generator.render import render; "
    "files = render(plan(load(Path({specs!r}))), cache=None); "
    "print(hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest())"
)


@pytest.fixture(scope="module")
def digest() -> str:
    files = render(plan(load(SPECS)), cache=None)
    return hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LANG": "C", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/New_York", "LANG": "tr_TR.UTF-8", "LC_ALL": "C.UTF-8"},
        {"PYTHONOPTIMIZE": "2"},
    ],
    ids=["hash-1-shanghai-c", "hash-4242-new-york-utf-8", "no-docstrings"],
)
def test_the_same_bytes_anywhere(surroundings: dict[str, str], digest: str, tmp_path: Path) -> None:
    code = _DIGEST.format(root=str(ROOT), specs=str(SPECS))
    there = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, **surroundings},
    )
    assert there.stdout.strip() == digest


_CALL = """
from brushwork import Client, InvalidRequest
client = Client(api_key="sk-none")
prepared = client.fresco_fresco_3_1_mini.generate.prepare("a chapel", wall="dry", size="S")
print(prepared.body)
try:
    client.fresco_fresco_3_1_mini.generate.prepare("a chapel", n=3)
except InvalidRequest as error:
    print(len(error.violations))
print(client.fresco_fresco_3_1_mini.at("fresco/fresco-3.1_mini-2026-09-01").generate.prepare("a chapel").body["model"])
print(client.models["fresco/fresco-3.1_mini"].json_schema("generate")["title"])
"""


def test_a_new_model_is_one_yaml_file(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    shutil.copy(MADE_UP, tmp_path / "specs/models")
    loaded = load(tmp_path / "specs")
    assert loaded.problems == ()
    for path, text in render(plan(loaded), cache=tmp_path / "cache").items():
        (tmp_path / "generated" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "generated" / path).write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _CALL],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(tmp_path / "generated"), str(ROOT / "runtime")))},
    )
    assert done.stderr == ""
    body, faults, snapshot_id, title = done.stdout.splitlines()
    assert body == str(
        {
            "model": "fresco/fresco-3.1_mini",
            "input": {"messages": [{"role": "user", "content": [{"text": "a chapel"}]}]},
            "parameters": {"size": "S", "wall": "dry", "n": 1},
        }
    )
    assert (faults, snapshot_id) == ("1", "fresco/fresco-3.1_mini-2026-09-01")
    assert title == "fresco/fresco-3.1_mini generate"
    for page in ("docs/models", "docs/zh/models"):
        assert (tmp_path / "generated" / page / "fresco_fresco-3.1_mini.md").is_file()


def test_long_names_and_odd_texts(tmp_path: Path) -> None:
    shutil.copytree(SPECS, tmp_path / "specs")
    long = "long" * 23
    family = (SPECS / "models/paint.yaml").read_text("utf-8").split("\nexamples:")[0]
    for old, new in (
        ("paint-1.0", long),
        ("What to draw with.", '"Ends with a quote \\""'),
        ("Width and height.", r"'C:\new \N{x} \'"),
        ("Draws finely.", '\'""" {{ x }} {% raw %}\''),
        ("[oil, ink]", "[oil, 'i\\nk']"),
        ("brush: ink", "brush: 'i\\nk'"),
    ):
        assert old in family
        family = family.replace(old, new)
    (tmp_path / "specs/models/paint.yaml").write_text(family, "utf-8")
    files = format_python(package(planned(tmp_path / "specs").spec))
    for path, text in files.items():
        if path.endswith(".py"):
            compile(text, path, "exec", dont_inherit=True)
    client = files[f"brushwork/clients/{long}.py"]
    assert r"C:\\new \\N{x}" in client
    assert r'"i\\nk"' in client
