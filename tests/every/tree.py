"""A package of every construct of the spec language: its specs, what is generated from them, and programs that use it.

The specs are those of this repository, the families that nobody has of tests/generator/made_up, and models of the
vendor that are not shipped, since it announced their end or sells them no more, of tests/generator/unshipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from generator.ir import Json
from generator.spec_language.family import FAMILY, OF_TYPE
from generator.spec_language.shape import Choice, Either, Items, Map, Record, Shape, Tagged
from generator.spec_language.structure import takes

ROOT = Path(__file__).parents[2]
MADE_UP = tuple(
    ROOT / f"tests/generator/made_up/{name}.yaml"
    for name in ("atelier-2", "fresco-3", "loom-2", "mosaic-1", "retouch-1")
)
UNSHIPPED = tuple(sorted((ROOT / "tests/generator/unshipped").glob("*.yaml")))


def make(folder: Path) -> Path:
    """Specs and all that is generated from them in a folder, by the command line."""
    shutil.copytree(ROOT / "specs", folder / "specs")
    for path in (*MADE_UP, *UNSHIPPED):
        shutil.copy(path, folder / "specs/models")
    command = ("generator", "generate", "--specs", str(folder / "specs"), "--out", str(folder / "generated"))
    done = run(folder, *command)
    assert done.returncode == 0, done.stderr
    return folder


def run(folder: Path, *module: str) -> subprocess.CompletedProcess[str]:
    """A module in a Python that imports the package of the folder instead of this repository's."""
    places = os.pathsep.join(map(str, (folder / "generated", ROOT / "runtime", ROOT)))
    values = {**os.environ, "PYTHONPATH": places, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", *module]
    return subprocess.run(command, cwd=folder, env=values, capture_output=True, text=True, check=False, timeout=170)


def used(family: Json) -> Iterator[tuple[str, str]]:
    """What a family says in its file: each key and each choice, with what it belongs to."""
    yield from _used(FAMILY, family, "family")


def sayable() -> set[tuple[str, str]]:
    """All that a family can say."""
    return set(_sayable(FAMILY, "family", set()))


def _used(shape: Shape, value: Json, of: str) -> Iterator[tuple[str, str]]:
    match shape:
        case Either(shapes):
            yield from _used(next(each for each in shapes if takes(each, value)), value, of)
        case Tagged(tag, records, usual) if isinstance(value, dict):
            kind = str(value.get(tag, usual))
            yield tag, kind
            yield from _used(records[kind], value, kind)
        case Record(fields) if isinstance(value, dict):
            known = {name.rstrip("!"): field for name, field in fields.items()}
            kind = str(value["type"]) if "type" in value and of == "parameters" else of
            for name, each in value.items():
                yield kind, name
                yield from _used(known[name], each, name)
        case Map(inner) if isinstance(value, dict):
            for each in value.values():
                yield from _used(inner, each, of)
        case Items(inner) if isinstance(value, list):
            for each in value:
                yield from _used(inner, each, of)
        case Choice():
            yield of, str(value)
        case _:
            pass


def _sayable(shape: Shape, of: str, seen: set[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    if (id(shape), of) in seen:
        return
    seen.add((id(shape), of))
    match shape:
        case Either(shapes):
            for each in shapes:
                yield from _sayable(each, of, seen)
        case Tagged(tag, records):
            for name, record in records.items():
                yield tag, name
                yield from _sayable(record, name, seen)
        case Record(fields):
            for name, field in fields.items():
                if of != "parameters":
                    yield of, name.rstrip("!")
                yield from _sayable(field, name.rstrip("!"), seen)
        case Map(inner) | Items(inner):
            yield from _sayable(inner, of, seen)
        case Choice(options):
            yield from ((of, option) for option in options)
        case _:
            pass
    if shape is FAMILY:
        yield from ((kind, name.rstrip("!")) for kind, fields in OF_TYPE.items() for name in fields)
