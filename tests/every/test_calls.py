"""From specs with every construct to calls, by the command line of the generator and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.ir import Example, Spec
from generator.load import load
from tests.every.tree import MADE_UP, UNSHIPPED, run, sayable, used
from tests.generator.planned import find


def printed(tree: Path, module: str) -> Any:
    done = run(tree, module)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_all_that_a_family_can_say_is_said(tree: Path) -> None:
    said = {each for family in load(tree / "specs").families for each in used(family.get(()))}
    assert sayable() - said == set()


def examples(spec: Spec) -> list[Example]:
    names = {path.stem for path in (*MADE_UP, *UNSHIPPED)}
    return [example for family in spec.families if family.id in names for example in family.examples]


def test_the_typed_call_the_flat_request_and_the_body_make_the_same_request(tree: Path, spec: Spec) -> None:
    wanted: dict[str, Any] = {}
    for each in examples(spec):
        _, mode = find(spec, each.model, each.mode)
        (route,) = (way for way in mode.routes if (way.protocol, way.endpoint) == (each.protocol, each.endpoint))
        path = (route.base_path or spec.api.base_path) + each.path
        request = [each.mode, path, dict(each.headers), each.body]
        wanted[f"{each.family}:{each.name}"] = {"typed": request, "flat": request, "body": request}
    assert printed(tree, "tests.every.show_requests") == wanted
    assert len(wanted) > len(MADE_UP) + len(UNSHIPPED)


def test_the_demo_shows_every_model_and_mode(tree: Path, spec: Spec) -> None:
    done = run(tree, "brushwork", "demo", "--out", str(tree / "demo"))
    assert done.returncode == 0, done.stderr
    page = (tree / "demo/index.html").read_text("utf-8")
    for family in spec.families:
        for model in family.models:
            for mode in model.modes:
                assert f"{model.id} {mode.name}: " in done.stderr
                assert f"client.{model.identifier}.{mode.name}(" in page


def test_every_mode_makes_pictures_on_each_of_its_routes_by_both_clients(tree: Path, spec: Spec) -> None:
    printed_of_all = printed(tree, "tests.every.call_all")
    made, retired = printed_of_all["made"], printed_of_all["retired"]
    families = {path.stem for path in (*MADE_UP, *UNSHIPPED)}
    models = [model for family in spec.families if family.id in families for model in family.models]
    routes = {
        f"{model.id} {mode.name} {route.protocol} {route.endpoint}": (route, route.results or mode.results)
        for model in models
        for mode in model.modes
        for route in mode.routes
    }
    assert made.keys() == routes.keys()
    for name, (route, declared) in routes.items():
        at_once, awaited = made[name]
        assert at_once == awaited
        assert at_once["formats"] == [declared.format or "PNG"], name
        assert at_once["path"] == (route.base_path or "") + route.path
        assert at_once["task"] == (route.protocol == "async")
        assert at_once["images"] == at_once["billed"] * max(1, len(declared.images)), name
        assert at_once["values"].keys() == {value.name for value in declared.values}
    ends = {model.id: model.lifecycle for model in models if model.lifecycle and model.lifecycle.retires}
    assert [text.partition(" ")[0] for text in retired] == sorted(ends)
    for text in retired:
        told = ends[text.partition(" ")[0]]
        assert str(told.retires) in text
        assert str(told.replacement) in text
