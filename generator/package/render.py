"""The package `brushwork`: clients, tables and what holds them together."""

from __future__ import annotations

from generator.ir import Spec
from generator.package.answer_shapes import answers
from generator.package.api_table import api_module
from generator.package.clients import client_module
from generator.package.docstrings import Facts
from generator.package.exports import Versions, clients, example_model, exports
from generator.package.tables import index, table_module
from generator.package.version import VERSION
from generator.templating import templates


def package(spec: Spec) -> dict[str, str]:
    """The package `brushwork` without its wire types and schemas, not yet laid out."""
    sources = templates("package")

    def fill(template: str, **view: object) -> str:
        return sources.get_template(template).render(**view)

    facts = Facts(
        titles={source.id: source.title for source in spec.sources},
        result_hours=spec.api.lifetimes["result_url"] // 3600,
        models=spec.models,
    )
    modules = {family.module: client_module(family, facts) for family in spec.families}
    attributes = clients(spec, {model: name for module in modules.values() for model, name in module.values.items()})
    files = {
        "__init__.py": fill("init.py.j2", package=exports(spec)),
        "_version.py": fill("version.py.j2", version=Versions(package=VERSION, specs=spec.api.spec_version)),
        "py.typed": "",
        "client.py": fill("client.py.j2", clients=attributes),
        "aio.py": fill("aio.py.j2", clients=attributes),
        "registry.py": fill("registry.py.j2"),
        "testing.py": fill("testing.py.j2", answers=answers(spec)),
        "batch.py": fill("batch.py.j2", model=example_model(spec).id),
        "otel.py": fill("otel.py.j2", model=example_model(spec).identifier),
        "__main__.py": fill("main.py.j2"),
        "pytest_plugin.py": fill("pytest_plugin.py.j2", answers=answers(spec)),
        "clients/__init__.py": '"""The clients, a module a family."""\n',
        "tables/__init__.py": fill("index.py.j2", index=index(spec.families)),
        "tables/api.py": fill("api_table.py.j2", module=api_module(spec)),
    }
    for family in spec.families:
        files[f"clients/{family.module}.py"] = fill("client_module.py.j2", module=modules[family.module])
        files[f"tables/{family.module}.py"] = fill("table.py.j2", module=table_module(family, facts))
    return {f"brushwork/{path}": text for path, text in files.items()}
