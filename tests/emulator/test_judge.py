"""The emulator's judge reads the schemas as the generator's judge does, and finds the mode of a body."""

from __future__ import annotations

import copy
import re
from typing import Any, cast

import pytest

from brushwork_emulator.judging.judge import Judge
from brushwork_emulator.judging.keywords import KEYWORDS
from brushwork_emulator.judging.refusals import Refused
from brushwork_runtime.client.calls import AnyModel
from brushwork_runtime.request.request import steps
from brushwork_runtime.tables.spec import Mode, Model, Parameter, Route, by_name
from generator.schema import keywords
from generator.schema.validation import request_errors
from tests.emulator.services import CLIENT, MODELS, messages, schema
from tests.emulator.values import ODD, ODD_SIZES
from tests.package.facts import ModelMode, different_modes, name_of, pictures, required, said

IMAGE = "https://example.com/1.png"
MODES = [(model, mode) for model in MODELS.tables() for mode in model.modes.values()]
BOXES: list[object] = [[[1, 2, 3, 4]], [[1, 2, 1, 4]], [[1, 2, 3]], [[1, 2, 3, 4]] * 3, [], [[-1, 2, 3, 4]]]
SHARES = ("25.00%", "25.0%", "25.01%", "25.00", "025.00%")
COLORS: list[object] = [[{"hex": "#00ff00", "ratio": share}] * 4 for share in SHARES]
SIZES: list[object] = ["1024*1024", "1280*1280", "512*512", "4096*4096", "768*2700", "1104*1472", "2048*256", "1*1"]
VALUES: list[object] = [*ODD, *ODD_SIZES, *SIZES, *([boxes] for boxes in BOXES), [[], []], *COLORS]


def name(value: object) -> str:
    return value.id if isinstance(value, Model) else value.name if isinstance(value, Mode) else ""


def takes(judge: Judge, model: Model, modes: list[str], route: str, body: dict[str, Any]) -> str | None:
    """The mode that takes a body, None where it is refused."""
    try:
        return judge.mode(model.id, dict.fromkeys(modes, route), body)
    except Refused:
        return None


def least(model: Model, mode: Mode, route: Route) -> dict[str, Any]:
    """The least body that the mode takes on a route."""
    call = getattr(AnyModel(CLIENT, model, model.id), mode.name)
    given = {**said(mode), **pictures(mode, 0), **required(mode)}
    unchecked = call.prepare(validate=False, protocol=route.protocol, route=route.endpoint, **given)
    return copy.deepcopy(unchecked.body)


def put(body: dict[str, Any], parameter: Parameter, route: Route, value: object) -> None:
    """Set a parameter where its route has it."""
    top, *way, key = steps(parameter, route)
    if top == "messages":
        content = body["input"]["messages"][0]["content"]
        content[:] = [*(item for item in content if key not in item), {key: value}]
        return
    place = body if route.payload == "flat" else body.setdefault(top, {})
    for each in way:
        place = place.setdefault(each, {})
    place[key] = value


@pytest.mark.parametrize("which", different_modes(), ids=name_of)
def test_both_judges_say_the_same(which: ModelMode) -> None:
    model = MODELS[which[0]].spec
    mode = model.modes[which[1]]
    judge, seen = Judge(schema), set[bool]()
    for name, route in {route.payload: (name, route) for name, route in by_name(mode.routes).items()}.values():
        base = least(model, mode, route)
        rules = schema(model.id, mode.name, name)
        assert not request_errors(rules, base)
        for parameter in mode.parameters:
            for value in VALUES:
                body = copy.deepcopy(base)
                put(body, parameter, route, value)
                taken = takes(judge, model, [mode.name], name, body) == mode.name
                assert taken == (not request_errors(rules, body)), body
                seen.add(taken)
    assert seen == {True, False}


@pytest.mark.parametrize(("model", "mode"), MODES, ids=name)
def test_the_mode_is_found_by_the_body(model: Model, mode: Mode) -> None:
    for name, route in by_name(mode.routes).items():
        rivals = [each.name for each in model.modes.values() if name in by_name(each.routes)]
        assert takes(Judge(schema), model, rivals, name, least(model, mode, route)) == mode.name


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (messages("wan2.7-image-pro", enable_sequential=True, n=13), "num_images_per_prompt must be between 1 and 12"),
        (messages("wan2.7-image-pro", n=5), "num_images_per_prompt must be between 1 and 4"),
        (messages("wan2.7-image-pro", IMAGE, size="4K"), "4K"),
        (messages("wan2.7-image-pro", IMAGE, bbox_list=[]), "the length of bbox_list must be 1"),
    ],
)
def test_the_nearest_mode_tells_what_is_wrong(body: dict[str, Any], words: str) -> None:
    model = MODELS["wan2.7-image-pro"].spec
    with pytest.raises(Refused, match=words) as refusal:
        Judge(schema).mode(model.id, dict.fromkeys(model.modes, "sync"), body)
    assert (refusal.value.status, refusal.value.code) == (400, "InvalidParameter")


def test_a_long_value_is_not_repeated_whole() -> None:
    with pytest.raises(Refused) as refusal:
        Judge(schema).mode("z-image-turbo", {"generate": "sync"}, messages("z-image-turbo", IMAGE + "a" * 10_000))
    assert len(refusal.value.message) < 300


def used(schema: object) -> set[str]:
    """Every keyword of ours in a schema."""
    if isinstance(schema, list):
        return set[str]().union(*map(used, cast("list[object]", schema)))
    if not isinstance(schema, dict):
        return set()
    fields = cast("dict[str, object]", schema)
    return {name for name in fields if name.startswith("x-")}.union(*map(used, fields.values()))


def test_the_judge_knows_every_keyword() -> None:
    annotations = {keywords.CUT_AFTER, keywords.BILLS, keywords.ROUTE, keywords.SOURCES}
    own = {name for name in vars(keywords).values() if isinstance(name, str) and re.fullmatch("x-[a-z-]+", name)}
    assert set(KEYWORDS) == {"pattern", "multipleOf", *(own - annotations)}
    routes = [(model, mode, name) for model, mode in MODES for name in by_name(mode.routes)]
    found = set[str]().union(*(used(schema(model.id, mode.name, name)) for model, mode, name in routes))
    assert found <= own
    assert found >= annotations | {keywords.SIZE, keywords.BOX, keywords.SUM, keywords.SAME_LENGTH}


def test_a_schema_is_for_the_path_that_its_route_goes_to() -> None:
    for model, mode in MODES:
        for name, route in by_name(mode.routes).items():
            annotation = cast("dict[str, object]", schema(model.id, mode.name, name)[keywords.ROUTE])
            assert (annotation["path"], annotation["protocol"]) == (route.path, route.protocol)
