"""The names that ids become, and that what is reserved is what the client and the generated modules really have."""

from __future__ import annotations

import ast
import asyncio

from brushwork import AsyncClient, Client
from generator.check.names import CLASSES, CLIENT
from generator.check.parameters import RESERVED
from generator.package.render import package
from tests.generator.planned import tiny
from tests.package.made_up import spec as made_up


def own_names(client: object) -> set[str]:
    """What a client has that is not a model."""
    models = set(vars(type(client).__mro__[1]))
    return {name for name in {*dir(client), *vars(client)} - models if not name.startswith("_")}


def test_every_attribute_of_a_client_is_reserved() -> None:
    async def asynchronous() -> set[str]:
        async with AsyncClient("sk-test") as client:
            return own_names(client)

    with Client("sk-test") as client:
        assert own_names(client) | asyncio.run(asynchronous()) <= CLIENT


def test_every_class_that_client_modules_share_is_reserved() -> None:
    shared: set[str] = set()
    for family, spec in (("paint_1_0", tiny()), ("loom_2", made_up("loom-2"))):
        files, own = package(spec), f"brushwork/clients/{family}.py"
        for path in ("brushwork/client.py", "brushwork/aio.py", own):
            for node in ast.walk(ast.parse(files[path])):
                of_models = isinstance(node, ast.ImportFrom) and (node.module or "").startswith("clients")
                if isinstance(node, ast.ImportFrom) and not of_models:
                    shared |= {each.asname or each.name for each in node.names}
                elif isinstance(node, ast.ClassDef) and path != own:
                    shared.add(node.name)
    words = {name for name in shared if name[0].isupper() and name != name.upper()}
    assert {"Result", "ResultOf", "Literal", "Self", "Sequence", "TypedDict", "ModelClient"} <= words
    assert words <= CLASSES


def test_every_argument_of_a_method_is_reserved() -> None:
    files = package(tiny())
    taken: set[str] = set()
    for node in ast.walk(ast.parse(files["brushwork/clients/paint_1_0.py"])):
        if isinstance(node, ast.FunctionDef):
            taken |= {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}
    parameters = {
        each.name for family in tiny().families for m in family.models for k in m.modes for each in k.parameters
    }
    assert taken - parameters - {"snapshot"} <= RESERVED
