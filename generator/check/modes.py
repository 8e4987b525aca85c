"""Rules for the modes of one family: routes, input images, prompts, and cross-field rules."""

from __future__ import annotations

import keyword
from typing import Any, cast

from generator.check.conflicts import check_conflicts
from generator.check.facts import Fact, Use, endpoint_field, uses
from generator.check.findings import Findings, shown
from generator.check.parameters import RESERVED
from generator.check.values import expected
from generator.ir import Json
from generator.load.document import Document, Path
from generator.plan.modes import value_of
from generator.problems import did_you_mean, one_of
from generator.schema.answers import value_schema
from generator.schema.validation import request_errors
from generator.spec_language.family import IMAGE_FIELDS, PROMPT_FIELDS, RESULT_FIELDS, ROUTE_FIELDS, members
from generator.spec_language.structure import Judge, missing

MODEL = frozenset(("at", "client", "id", "spec"))
"""Attributes that a model of a client has for itself."""
_WORDS_OF_WHEN = ("given", "absent")
_NUMBERS = ("integer", "number")
_LISTS = ("images", "list", "boxes", "palette")
_TYPES_OF_RULES: dict[str, dict[str, tuple[str, ...]]] = {
    "range_when": {"of": (*_NUMBERS, "size")},
    "sums_to": {"of": ("palette",)},
    "length_equals": {"of": _LISTS[1:], "to": _LISTS},
    "counts_sum": {"of": (*_LISTS, "text")},
}
"""Rule -> its keys that name arguments of certain types only."""


def check_modes(judge: Judge, api: Document) -> None:
    """Records what is wrong with the modes of a family."""
    for use in uses(judge.findings):
        _check_routes(judge, use, api)
        _check_prompt(judge, use)
        _check_images(judge, use)
        _check_results(judge, use)
        _check_overrides(judge.findings, use)
    for mode in judge.findings.mapping(("modes",)):
        if keyword.iskeyword(mode) or mode in MODEL:
            why = "a Python keyword" if keyword.iskeyword(mode) else "an attribute of every model"
            judge.findings.add(("modes", mode), f'the mode "{mode}" would be a method of this name, which is {why}')
    _check_rules(judge.findings)


def _check_routes(judge: Judge, use: Use, api: Document) -> None:
    findings = judge.findings
    routes = use.routes()
    if not routes and findings.sound(("routes",), *((*layer, "routes") for layer in use.layers[1:])):
        missing(findings, ("modes", use.mode), "routes", "a list of routes here, in the family or in the model")
    seen: list[tuple[str, str]] = []
    for path in routes:
        route = findings.mapping(path)
        if not findings.sound(path):
            continue
        way = str(route["endpoint"]), str(route["protocol"])
        if way in seen:
            message = f"a second {way[1]} route to {way[0]} in one mode"
            findings.add((*path, "protocol"), message, at_value=True, expected="one route per endpoint and protocol")
        seen.append(way)
        _check_route(findings, use, api, path, route)
        fields = {name.rstrip("!"): shape for name, shape in ROUTE_FIELDS.items()}
        check_conflicts(judge, _fact(path, route), fields)


def _fact(path: Path, values: dict[str, Json]) -> Fact:
    return Fact(values=values, places={key: (*path, key) for key in values}, layers=(path,))


def _check_route(findings: Findings, use: Use, api: Document, path: Path, route: dict[str, Any]) -> None:
    protocol, payload, endpoint = route["protocol"], route["payload"], route["endpoint"]
    stated = endpoint_field(findings, api, endpoint, "protocols")
    wanted = [str(each) for each in stated] if isinstance(stated, list) else []
    if api.readable and protocol not in wanted:
        message = f'the endpoint "{endpoint}" does not answer a route of protocol {protocol}'
        found = f"{endpoint} answers {one_of(wanted)}" if wanted else f"{endpoint} generates nothing"
        expected_ = one_of(wanted) if wanted else "an endpoint with protocols"
        findings.add((*path, "protocol"), message, at_value=True, expected=expected_, found=found)
    _check_regions(findings, use, path, route)
    inputs = use.inputs()
    listed = [name for name, fact in (inputs or {}).items() if "in" not in fact.values]
    if payload == "prompt+images" and inputs == {}:
        message = f'payload prompt+images, but the mode "{use.mode}" takes no images'
        findings.add((*path, "payload"), message, at_value=True, expected="messages or prompt")
    if payload in ("prompt", "fields") and listed:
        message = f'payload {payload} has no place for images, but the mode "{use.mode}" takes {listed[0]}'
        findings.add((*path, "payload"), message, at_value=True, expected="messages or prompt+images")
    for name in route.get("accepts", {}):
        if name not in use.parameters():
            message = f'the mode "{use.mode}" has no parameter "{name}"'
            findings.add((*path, "accepts", name), message, expected=one_of(sorted(use.parameters())))
    content = route.get("content")
    if payload == "messages" and content is None:
        missing(findings, path, "content", "[text, images] or [images, text]")
    if payload != "messages" and content is not None:
        findings.add((*path, "content"), f"content says nothing in a route of payload {payload}")
    if payload == "messages" and content is not None and set(content) != {"text", "images"}:
        wanted_content = "[text, images] or [images, text]"
        findings.add((*path, "content"), "content is not an order of both", at_value=True, expected=wanted_content)
    _check_places(findings, use, path, payload)


def _check_regions(findings: Findings, use: Use, path: Path, route: dict[str, Any]) -> None:
    """A route is for some of the regions that the model has."""
    having = use.regions()
    for key in ("regions", "regions_except"):
        named = [str(each) for each in route.get(key, [])]
        for number, region in enumerate(named):
            if having and region not in having:
                at, what = (*path, key, number), f"{use.model} is not in {region}"
                findings.add(at, what, at_value=True, expected=one_of(having))
        if having and set(named) >= set(having) and key == "regions_except":
            findings.add((*path, key), "no region is left for the route", expected="fewer regions")
    if {"regions", "regions_except"} <= route.keys():
        message = "regions and regions_except say the same in two ways"
        findings.add((*path, "regions_except"), message, expected="one of them")


def _check_places(findings: Findings, use: Use, path: Path, payload: str) -> None:
    taken: dict[str, str] = {}
    for name in use.parameters():
        fact = use.fact("parameters", name)
        place = fact.values.get("in")
        if isinstance(place, dict) and payload not in (*place, "flat") and findings.sound(*fact.layers):
            message = f"{name} has no place in a payload of style {payload}"
            route = findings.document.location(path)
            found = f"the route at {route} has it"
            findings.add(
                fact.places["in"], message, at_value=True, expected=f"{payload}: input or parameters", found=found
            )
        parent = place.get(payload) if isinstance(place, dict) else place
        if not isinstance(parent, str) or not fact.sound(findings, "in", "wire"):
            continue
        if parent == "messages" != payload:
            message = f"{name} is an item of messages, which a route of payload {payload} does not have"
            found = f"the route at {findings.document.location(path)}"
            findings.add(fact.places["in"], message, at_value=True, expected="input or parameters", found=found)
        own = f"{parent}.{fact.values.get('wire', name)}"
        for other, theirs in taken.items():
            if f"{own}.".startswith(f"{theirs}.") or f"{theirs}.".startswith(f"{own}."):
                message = f"{name} and {other} of the mode {use.mode} stand in the same place of the body"
                found = own if own == theirs else f"{own} and {theirs}"
                findings.add(fact.place("wire", "in"), message, expected="another place or key", found=found)
        taken[name] = own


def _check_prompt(judge: Judge, use: Use) -> None:
    fact = use.prompt()
    if fact is None:
        return
    misread = judge.findings.misread.intersection((*use.layers, *fact.layers))
    if not misread and not fact.values:
        path = ("modes", use.mode)
        what = (
            "max_characters or max_tokens, or the source alone where none states a limit, here, in the family or in the"
            " model; none if there is no prompt"
        )
        missing(judge.findings, path, "prompt", what)
        return
    check_conflicts(judge, fact, PROMPT_FIELDS)


def _check_images(judge: Judge, use: Use) -> None:
    findings = judge.findings
    inputs = use.inputs()
    for fact in (inputs or {}).values():
        if "formats" not in fact.values and not findings.misread.intersection((*use.layers, *fact.layers)):
            what = "what an input image may be, formats at least, here, in the family or in the model"
            missing(findings, ("modes", use.mode), "images", what)
            break
    if inputs == {} and use.mode == "edit":
        what = "the images of an edit, such as {reference_images: [1, 3]}"
        missing(findings, ("modes", use.mode), "inputs", what)
    for fact in (use.fact("images"), *(inputs or {}).values()):
        check_conflicts(judge, fact, IMAGE_FIELDS)
    for name, fact in (inputs or {}).items():
        _check_input(findings, use, name, fact, set(inputs or {}))
    listed = [(name, fact) for name, fact in (inputs or {}).items() if "in" not in fact.values]
    for name, fact in listed[1:]:
        message = f"{listed[0][0]} and {name} cannot both stand where the payload has its images"
        findings.add(fact.top, message, expected="in: input, or another place in the body")


def _check_results(judge: Judge, use: Use) -> None:
    """Each value has a place of its own, and its example is of its type: of one item where a list is on the way."""
    findings = judge.findings
    check_conflicts(judge, use.fact("results"), RESULT_FIELDS)
    for path in (*((*layer, "results") for layer in use.layers), *((*route, "results") for route in use.routes())):
        taken = {str(place): "a picture" for place in findings.items((*path, "images"))}
        for name, value in findings.mapping((*path, "values")).items():
            at = (*path, "values", name)
            if not findings.sound(at) or not isinstance(value, dict):
                continue
            place, declared = str(value["at"]), value_of(name, value)
            for other, whose in taken.items():
                if f"{place}.".startswith(f"{other}.") or f"{other}.".startswith(f"{place}."):
                    message = f"{whose} stands in the same place of the answer"
                    findings.add((*at, "at"), message, at_value=True, expected="another place", found=other)
            taken[place] = name
            if "example" not in value:
                continue
            if request_errors(value_schema(declared), value["example"]):
                message, expected_ = f"the example of {name} is of another type", f"a value of type {declared.type}"
                findings.add((*at, "example"), message, at_value=True, expected=expected_)
    _check_places_of_images(findings, use)


def _check_places_of_images(findings: Findings, use: Use) -> None:
    """What makes several images has a place for several."""
    several = [name for name in use.parameters() if _most(use.fact("parameters", name)) > 1]
    of_mode = use.fact("results")
    stated = [(of_mode.places["images"], of_mode.items("images"))] if "images" in of_mode.places else []
    stated += [((*path, "results", "images"), findings.items((*path, "results", "images"))) for path in use.routes()]
    for at, places in stated:
        if several and places and findings.sound(at) and not any("[]" in str(place) for place in places):
            message = f'{places[0]} holds one image, but {several[0]} asks the mode "{use.mode}" for several'
            findings.add((*at, 0), message, at_value=True, expected="a place with [], such as output.results[].url")


def _most(parameter: Fact) -> float:
    """How many images a parameter can ask for."""
    bills = parameter.values.get("bills") in ("exactly", "at_most") and "constant" not in parameter.values
    return (parameter.ends("range") or (1, 1))[1] if bills else 1


def _check_input(findings: Findings, use: Use, name: str, fact: Fact, inputs: set[str]) -> None:
    if name in use.parameters():
        message = f"{name} is an image input and a parameter of the mode {use.mode}"
        findings.add(fact.top, message, expected="a name of its own")
    if keyword.iskeyword(name) or name in RESERVED - {"reference_images"}:
        findings.add(fact.top, f'"{name}" cannot be an image input: it is an argument of every mode, or a keyword')
    if "optional" in fact.values and "count" in fact.values:
        message = "a list of images is optional if its count begins with 0"
        findings.add(fact.places["optional"], message, expected="count or optional, not both")
    other = fact.values.get("same_size_as")
    if other is not None and (other == name or other not in inputs) and fact.sound(findings, "same_size_as"):
        at, wanted = fact.places["same_size_as"], one_of(sorted(inputs - {name})) if len(inputs) > 1 else None
        findings.add(at, f"the mode {use.mode} has no other image input {other}", at_value=True, expected=wanted)
    size, most = fact.ends("kilobytes"), fact.values.get("max_megabytes")
    if size and isinstance(most, int) and size[1] > most * 1024:
        at = fact.place("kilobytes", "max_megabytes")
        findings.add(at, "kilobytes and max_megabytes are two upper bounds of one file", expected="one of them")
    for narrow, wide in (("width", "sides"), ("height", "sides")):
        if {narrow, wide} <= fact.values.keys():
            findings.add(fact.place(narrow, wide), f"{narrow} and {wide} say the same in two ways", expected="one")


def _check_overrides(findings: Findings, use: Use) -> None:
    """`without` leaves out what the mode takes; nothing says anything about parameters that it does not take."""
    own = use.layers[3]
    base = findings.mapping((*use.layers[1], "parameters"))
    for number, name in enumerate(findings.items((*own, "without"))):
        if isinstance(name, str) and name not in base and not use.misnamed():
            at = (*own, "without", number)
            hint = did_you_mean(name, base)
            findings.add(at, f'the mode "{use.mode}" has no {name} to leave out', expected=one_of(base), hint=hint)


def _check_rules(findings: Findings) -> None:
    used = list(uses(findings))
    places: list[Path] = [(), *((key, name) for key in ("modes", "models") for name in findings.mapping((key,)))]
    for place in places:
        for number, rule in enumerate(findings.items((*place, "rules"))):
            path = (*place, "rules", number)
            if isinstance(rule, dict) and findings.sound(path):
                modes = [use for use in used if place in ((), ("modes", use.mode), ("models", use.model))]
                _check_rule(findings, path, rule, modes)


def _check_rule(findings: Findings, path: Path, rule: dict[str, Any], modes: list[Use]) -> None:
    of, when = members(rule["of"]), cast("dict[str, Json]", rule.get("when", {}))
    names = [*of, *([str(rule["to"])] if "to" in rule else []), *when]
    having = [use for use in modes if use.arguments().issuperset(names)]
    if not having and not all(findings.sound(*use.layers[1:]) for use in modes):
        return
    if not having:
        message = f"no mode has {' and '.join(dict.fromkeys(names))}, so the rule never holds"
        findings.add(path, message, expected="names of one mode's parameters, image inputs or prompt")
        return
    for name, test in when.items():
        check_test(findings, (*path, "when", name), having[0], name, test)
    for name, test in of.items() if isinstance(rule["of"], dict) else ():
        check_test(findings, (*path, "of", name), having[0], name, test)
    for key, types in _TYPES_OF_RULES.get(str(rule["rule"]), {}).items():
        for name in members(rule[key]):
            _check_type(findings, (*path, key), having[0], str(rule["rule"]), name, types)
    if not findings.sound(path) or rule["rule"] in ("range_when", "ignored_when"):
        return
    for key, tests in (("of", of), ("when", when)):
        for name in [name for name, test in tests.items() if test in _WORDS_OF_WHEN]:
            _check_not_always_given(findings, (*path, key), having, name)


def _check_not_always_given(findings: Findings, path: Path, modes: list[Use], name: str) -> None:
    for use in modes:
        fact = use.fact("parameters", name)
        sent = fact.values.get("send")
        if sent is not None and "constant" not in fact.values:
            message = f"{name} is always given: {use.mode} of {use.model} sends {shown(sent)} where nobody gives it"
            findings.add(path, message, at_value=True, expected=f"a value of {name}, or no send there")
            return


def _check_type(findings: Findings, path: Path, use: Use, rule: str, name: str, types: tuple[str, ...]) -> None:
    kind = "images" if name in use.images() else use.fact("parameters", name).values.get("type", name)
    if kind not in types:
        where = (*path, findings.items(path).index(name)) if findings.items(path) else path
        of_type = [each for each in types if each != "images"]
        wanted = f"{'an image input, or ' if 'images' in types else ''}a parameter of type {' or '.join(of_type)}"
        findings.add(where, f"{rule} says nothing about {name}", at_value=True, expected=wanted, found=str(kind))


def check_test(findings: Findings, path: Path, use: Use, name: str, test: Json) -> None:
    """Judges what a condition says of an argument: given, absent, values that it takes, or bounds of numbers."""
    if test in _WORDS_OF_WHEN:
        return
    if isinstance(test, list):
        for number, item in enumerate(test):
            _check_value(findings, (*path, number), use, name, item)
        if not test:
            findings.add(path, "the list is empty", at_value=True, expected=f"values of {name}")
    elif isinstance(test, dict):
        _check_bounds(findings, path, use, name, test)
    else:
        _check_value(findings, path, use, name, test)


def _check_bounds(findings: Findings, path: Path, use: Use, name: str, test: dict[str, Json]) -> None:
    if not test:
        findings.add(path, "the record is empty", at_value=True, expected="above, below or not")
    if "not" in test:
        check_test(findings, (*path, "not"), use, name, test["not"])
    kind = use.fact("parameters", name).values.get("type", name)
    for key in (key for key in ("above", "below") if key in test and kind not in _NUMBERS):
        wanted = f"a parameter of type {' or '.join(_NUMBERS)}"
        findings.add((*path, key), f"{key} says nothing about {name}", expected=wanted, found=str(kind))


def _check_value(findings: Findings, path: Path, use: Use, name: str, value: Json) -> None:
    fact = use.fact("parameters", name)
    if not fact.sound(findings, *fact.values):
        return
    if isinstance(value, str) and value in fact.mapping("tiers"):
        return
    wanted = expected(fact, value) if "type" in fact.values else ""
    if wanted is not None:
        message = f"{shown(value)} is no value of {name}"
        findings.add(path, message, at_value=True, expected=", ".join(filter(None, (wanted, "given or absent"))))
