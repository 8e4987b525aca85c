"""Families of tests alone, from their YAML to a client that knows them; specs of the repository stay as they are."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from brushwork import Client
from brushwork.registry import REGISTRY
from brushwork_emulator.answers import Shape
from brushwork_emulator.clock import VirtualClock
from brushwork_emulator.server import Emulator
from brushwork_runtime.tables.registry import Registry
from generator.ir import Family, Spec
from generator.package.answer_shapes import arguments
from generator.package.tables import constant_name, table_module
from generator.pipeline import planned
from generator.schema.render import mode_schemas
from generator.templating import templates

ROOT = Path(__file__).parents[2]
FAMILIES = [ROOT / "tests/generator" / folder for folder in ("made_up", "unshipped")]


@cache
def spec(name: str) -> Spec:
    """The specs of the repository with a family of tests/generator/made_up or unshipped beside them."""
    with tempfile.TemporaryDirectory() as folder:
        specs = Path(folder) / "specs"
        shutil.copytree(ROOT / "specs", specs)
        (file,) = (path for folder in FAMILIES for path in folder.glob(f"{name}.yaml"))
        shutil.copy(file, specs / "models")
        return planned(specs).spec


def family(name: str) -> Family:
    """The family itself."""
    (made,) = (each for each in spec(name).families if each.id == name)
    return made


@cache
def registry(name: str) -> Registry:
    """Rule tables and schemas of a family, made from its YAML."""
    made = family(name)
    text = templates("package").get_template("table.py.j2").render(module=table_module(made))
    tables = ModuleType(f"made_up_{made.module}")
    exec(compile(text, f"{name}.py", "exec"), tables.__dict__)
    sys.modules[tables.__name__] = tables
    schemas = {
        model.id: json.dumps({"modes": {mode.name: mode_schemas(model, mode) for mode in model.modes}})
        for model in made.models
    }
    index = {model.id: (tables.__name__, constant_name(model)) for model in made.models}
    return Registry(index, lambda: REGISTRY.api, lambda model: json.loads(schemas[model]))


@contextmanager
def emulated(name: str, region: str = "ap-southeast-1", **settings: Any) -> Generator[tuple[Client, Emulator]]:
    """A client of the models of a family alone, and the emulator of them that it sends to."""
    known = registry(name)

    def schema(model: str, mode: str, route: str) -> dict[str, object]:
        return known[model].json_schema(mode, route)

    shapes: dict[str, Shape] = eval(f"{{{name!r}: Shape({arguments(family(name).answers)})}}", {"Shape": Shape})
    api = Emulator(known.tables(), known.api, schemas=schema, shapes=shapes, clock=VirtualClock(), **settings)

    class MadeUp(Client):
        _registry = known

    with (
        api,
        MadeUp(api.key, region=region, base_url=api.url, transport=api.transport(), clock=api.clock) as made,
    ):
        yield made, api


def client(name: str, region: str = "ap-southeast-1", **settings: Any) -> Client:
    """A client of the models of a family alone, which sends nothing unless it is given a transport."""

    class MadeUp(Client):
        _registry = registry(name)

    return MadeUp(api_key="sk-test", region=region, **settings)
