"""Rules for the examples of a family that need no request: names, paths, headers, JSON."""

from __future__ import annotations

import json
from typing import Any

from generator.check.facts import Use, endpoint_field, uses
from generator.check.findings import Findings
from generator.ir import Json, headers_of_protocol
from generator.load.document import Document, Path
from generator.problems import did_you_mean, one_of


def check_examples(findings: Findings, api: Document) -> None:
    """Records what is wrong with the examples."""
    modes = {(use.model, use.mode): use for use in uses(findings)}
    first: dict[str, Path] = {}
    for number in range(len(findings.items(("examples",)))):
        path = ("examples", number)
        if not findings.sound(path):
            continue
        example = findings.mapping(path)
        known = first.setdefault(str(example["name"]), path)
        if known != path:
            where = findings.document.location((*known, "name"))
            message = f'duplicate example "{example["name"]}"'
            findings.add((*path, "name"), message, at_value=True, expected="every name once", found=f"first at {where}")
        _check_body(findings, path)
        use = modes.get((str(example["model"]), str(example["mode"])))
        if use is None:
            having = [mode for model, mode in modes if model == example["model"]]
            message = f'{example["model"]} has no mode "{example["mode"]}"'
            findings.add((*path, "mode"), message, at_value=True, expected=one_of(having))
        else:
            _check_call(findings, use, path)
            _check_route(findings, use, path, api)


def _check_call(findings: Findings, use: Use, path: Path) -> None:
    arguments = use.arguments()
    constants = {name for name in use.parameters() if "constant" in use.fact("parameters", name).values}
    for name in findings.mapping((*path, "call")):
        at = (*path, "call", name)
        if name not in arguments and not use.misnamed():
            hint = did_you_mean(name, arguments - constants)
            message = f'the mode "{use.mode}" of {use.model} has no parameter "{name}"'
            findings.add(at, message, expected=one_of(sorted(arguments - constants)), hint=hint)
        elif name in constants:
            findings.add(at, f"the mode sends {name} itself; a call must not give it")


def _check_body(findings: Findings, path: Path) -> None:
    at = (*path, "request", "body")
    text = str(findings.document.get(at))
    try:
        body = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        place = findings.document.inside(at, error.lineno, error.colno)
        findings.add(at, f"the body is not JSON: {error.msg}", expected="a JSON object", location=place)
        return
    except ValueError as error:
        findings.add(at, f"the body is not JSON: {error}", at_value=True, expected="a JSON object")
        return
    if not isinstance(body, dict):
        findings.add(at, "the body is no JSON object", at_value=True, expected="{...}")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f'"{twice}" appears twice in one object')
    return dict(pairs)


def _refuse(word: str) -> Json:
    raise ValueError(f"{word} is no number of JSON")


def _check_route(findings: Findings, use: Use, path: Path, api: Document) -> None:
    routes = [findings.mapping(route) for route in use.routes() if findings.sound(route)]
    if len(routes) != len(use.routes()) or not routes or not api.readable:
        return
    example = findings.mapping(path)
    fitting = routes
    for key, what in (("endpoint", "to the endpoint"), ("protocol", "of protocol")):
        having = list(dict.fromkeys(str(route[key]) for route in fitting))
        fitting = [route for route in fitting if route[key] == example.get(key, route[key])]
        if not fitting:
            message = f'{use.model} {use.mode} has no route {what} "{example[key]}"'
            findings.add((*path, key), message, at_value=True, expected=one_of(having))
            return
    route = fitting[0]
    stated = findings.document.get((*path, "request", "path"))
    wanted = endpoint_field(findings, api, str(route["endpoint"]), "path")
    known = findings.sound(("endpoints", str(route["endpoint"])))
    if known and isinstance(wanted, str) and stated != wanted:
        message = f"not the path of the {route['protocol']} route of {use.model} {use.mode}"
        findings.add((*path, "request", "path"), message, at_value=True, expected=wanted, found=str(stated))
    _check_headers(findings, path, {**headers_of_protocol(str(route["protocol"])), **_headers(route.get("headers"))})


def _headers(stated: Json) -> dict[str, str]:
    return {str(name): str(value) for name, value in stated.items()} if isinstance(stated, dict) else {}


def _check_headers(findings: Findings, path: Path, wanted: dict[str, str]) -> None:
    stated = _headers(findings.document.get((*path, "request", "headers")))
    if stated != wanted:
        at = (*path, "request", "headers")
        said = (", ".join(f"{name}: {value}" for name, value in each.items()) or "none" for each in (wanted, stated))
        expected, found = said
        findings.add(at, "not the headers of the route", at_value=True, expected=expected, found=found)
