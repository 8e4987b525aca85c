"""`generator new MODEL --like OTHER`: a file to start from, with what the other has and words on what to go through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generator.check.facts import Use, uses
from generator.check.findings import Findings
from generator.ir import Json
from generator.load import Loaded
from generator.load.document import Document, Path as Place
from generator.naming import file_name
from generator.problems import did_you_mean, one_of
from generator.spec_language.family import ID

_COMMENTS = {
    "source": "The document that all of this is from: an id of sources.yaml, where a new one is added.",
    "regions": "Where it is offered; `{region: ..., protocols: [async]}` where only so.",
    "prompt": "How long the text may be.",
    "images": "What an input image must be like.",
    "parameters": "Every parameter by its name, with its type, what it takes, and what the server assumes without it.",
    "rules": "What holds between parameters.",
    "routes": "Where requests go, the best route first.",
    "modes": "A mode is a method. It lists its parameters in wire order, and says what differs in it.",
    "models": "The models, each with what it alone has.",
    "answers": "What an answer of the service looks like, for the emulator.",
}
_NOT_ITS_OWN = ("snapshots", "ids", "lifecycle", "examples")


class NewModelError(Exception):
    """The file cannot be written; the message says why."""


def new(loaded: Loaded, specs: Path, model: str, other: str) -> Path:
    """Writes the file of `model`, a copy of what `other` has to begin with. Raises NewModelError."""
    owner = next((each for each in loaded.families if other in _mapping(each, "models")), None)
    known = [name for each in loaded.families for name in _mapping(each, "models")]
    if owner is None:
        raise NewModelError(f'unknown model "{other}"; {did_you_mean(other, known) or one_of(known)}')
    if not re.fullmatch(ID.pattern, model):
        raise NewModelError(f'"{model}" is no id of a model: {ID.what}')
    if model in known:
        raise NewModelError(f'there is a model "{model}" already')
    target = specs / "models" / f"{file_name(model)}.yaml"
    if target.exists():
        raise NewModelError(f"{target} is there already")
    target.write_text(text(owner, model, other), "utf-8")
    return target


def text(owner: Document, model: str, other: str) -> str:
    """The family file of `other` without what it does not use, under the name of `model`."""
    gone = {line for place in _unused(owner, other) for line in _block(owner, place)}
    gone |= {*_block(owner, ("title",))} - {owner.location(("title",)).line}
    source = owner.location(("models", other)).line
    out = [
        f"# {model}, begun as a copy of {other}. Go through every line with the vendor's document at hand: change what",
        "# it says otherwise, leave out what it does not say. Then: make generate && make test.",
    ]
    tops = {owner.location((key,)).line: key for key in owner.data}
    for number, line in enumerate(owner.lines, 1):
        if number in gone:
            continue
        key = tops.get(number)
        if key in _COMMENTS:
            out += [*([] if key == "source" else [""]), f"# {_COMMENTS[key]}"]
        own = {"family": f"family: {file_name(model)}", "title": f"title: {model}"}.get(key or "")
        out.append(own or (line.replace(other, model, 1) if number == source else line))
    kept = "\n".join(out)
    while "\n\n\n" in kept:
        kept = kept.replace("\n\n\n", "\n\n")
    return kept.rstrip() + "\n"


def _unused(owner: Document, other: str) -> Iterator[Place]:
    findings = Findings(owner)
    own = [use for use in uses(findings) if use.model == other]
    modes = {use.mode for use in own}
    names = {name for use in own for name in use.parameters()}
    yield from (("models", each) for each in _mapping(owner, "models") if each != other)
    yield from (("modes", each) for each in _mapping(owner, "modes") if each not in modes)
    yield from (("parameters", each) for each in _mapping(owner, "parameters") if each not in names)
    yield from (("models", other, key) for key in _NOT_ITS_OWN if key in findings.mapping(("models", other)))
    if "examples" in owner.data:
        yield ("examples",)
    asked = (("conflicts", number, "probe") for number in range(len(findings.items(("conflicts",)))))
    yield from (place for place in asked if findings.mapping(place))
    places: list[Place] = [(), *(("modes", mode) for mode in modes)]
    for place in places:
        rules = findings.items((*place, "rules"))
        uses_of = [use for use in own if not place or use.mode == place[1]]
        gone = [number for number, rule in enumerate(rules) if not any(_about(rule, use) for use in uses_of)]
        if rules and len(gone) == len(rules):
            yield (*place, "rules")
        else:
            yield from ((*place, "rules", number) for number in gone)
    yield from _own_endpoints(findings, other, modes)
    for mode in modes:
        if "without" in findings.mapping(("models", other, "modes", mode)):
            yield ("models", other, "modes", mode, "without")
        listed = findings.mapping(("modes", mode, "parameters"))
        yield from (("modes", mode, "parameters", name) for name in listed if name not in names)


def _own_endpoints(findings: Findings, other: str, modes: set[str]) -> Iterator[Place]:
    """The endpoints of the family, which no other may state again, and the routes to them."""
    endpoints = findings.mapping(("endpoints",))
    if endpoints:
        yield ("endpoints",)
    layers: list[Place] = [(), ("models", other), *(("modes", mode) for mode in modes)]
    for place in (*layers, *(("models", other, "modes", mode) for mode in modes)):
        routes = range(len(findings.items((*place, "routes"))))
        named = [findings.document.get((*place, "routes", number, "endpoint")) for number in routes]
        gone = [number for number, endpoint in enumerate(named) if endpoint in endpoints]
        if gone and len(gone) == len(named):
            raise NewModelError(
                f"{findings.document.location((*place, 'routes'))}: {other} goes only to {named[0]}, an endpoint of "
                f"its family; move it to api.yaml first, so that both can go there"
            )
        for number in gone:
            yield (*place, "routes", number)


def _about(rule: Json, use: Use) -> bool:
    """Whether all that a rule names is an argument of the mode."""
    known = use.findings.mapping(("parameters",))
    taken = set(use.parameters())
    return not any(name in known and name not in taken for name in _words(rule))


def _words(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        for key, entry in value.items():
            yield key
            yield from _words(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _words(entry)
    elif isinstance(value, str):
        yield value


def _block(owner: Document, place: Place) -> Iterator[int]:
    """The lines of a key or an item: its own, and those below that stand deeper. Raises NewModelError."""
    at = owner.location(place)
    first = owner.lines[at.line - 1]
    indent = len(first) - len(first.lstrip(" "))
    if len(place) > 1 and owner.location(place[:-1]).line == at.line:
        raise NewModelError(f"{at}: this shares its line with others; put each on a line of its own first")
    yield at.line
    for number in range(at.line + 1, len(owner.lines) + 1):
        line = owner.lines[number - 1]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
            return
        yield number


def _mapping(document: Document, key: str) -> dict[str, object]:
    found = document.data.get(key)
    return dict(found) if isinstance(found, dict) else {}
