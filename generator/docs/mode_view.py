"""What the page of a model shows of one mode."""

from __future__ import annotations

from dataclasses import dataclass

from generator.docs.examples import ModeExample, mode_example
from generator.docs.markdown import code, codes, md, table
from generator.ir import Mode, Model, Parameter, Route, Rule, Size, Spec
from generator.words import (
    bills_words,
    count_words,
    default_words,
    dimensions,
    images_words,
    listing,
    number,
    prompt_words,
    range_words,
    rule_words,
    sent_words,
    sentence,
)

_PAYLOADS = {
    "messages": "messages, {order}",
    "prompt": "`input.prompt`",
    "prompt+images": "`input.prompt` and `input.images`",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeView:
    """Everything as Markdown; a text that is empty has no section."""

    name: str
    summary: str
    example: ModeExample
    routes: str
    parameters: str
    sizes: str
    rules: tuple[str, ...]
    images: tuple[str, ...]
    prompt: tuple[str, ...]


def mode_view(spec: Spec, model: Model, mode: Mode) -> ModeView:
    """The view of a mode."""
    size = next((each.size for each in mode.parameters if each.size is not None), None)
    return ModeView(
        name=mode.name,
        summary=md(sentence(mode.summary)),
        example=mode_example(spec, model, mode),
        routes=_routes(spec, mode),
        parameters=_parameters(mode),
        sizes=_sizes(size) if size else "",
        rules=tuple(f"{_rule(rule)} ({codes(rule.sources)})" for rule in mode.rules),
        images=tuple(map(md, images_words(mode.images))) if mode.images and mode.images.maximum else (),
        prompt=_prompt(mode),
    )


def modes_table(model: Model) -> str:
    """The modes at a glance."""
    rows = [
        [
            f"[{mode.name}](#{mode.name})",
            md(sentence(mode.summary)),
            count_words(mode.images),
            images_out(mode),
            ", ".join(dict.fromkeys(route.protocol for route in mode.routes)),
        ]
        for mode in model.modes
    ]
    return table(["Mode", "What it does", "Images in", "Images out", "Protocols"], rows)


def images_out(mode: Mode) -> str:
    """How many images a call can make: the range of the parameter that the bill counts."""
    counts = [each for each in mode.parameters if each.bills in ("exactly", "at_most") and each.range]
    free = [each for each in counts if each.constant is None]
    if not free or free[0].range is None:
        return "1"
    low, high = free[0].range
    return number(high) if low == high else f"{number(low)} to {number(high)}"


def _rule(rule: Rule) -> str:
    """The rule's sentence; the parameter that begins it is code, whatever its name."""
    words = rule_words(rule)
    return f"{code(rule.of)}{md(words.removeprefix(rule.of))}" if words.startswith(f"{rule.of} ") else md(words)


def _routes(spec: Spec, mode: Mode) -> str:
    rows = [
        [
            route.protocol,
            code(f"POST {spec.api.base_path}{route.path}"),
            codes([f"{name}: {value}" for name, value in _headers(spec, route).items()]),
            _PAYLOADS[route.payload].format(order=listing(route.content, "then")),
            codes([f"{name}: {str(value).lower()}" for name, value in route.send.items()]),
            codes(route.sources),
        ]
        for route in mode.routes
    ]
    return table(["Protocol", "Endpoint", "Headers", "Body", "Also sent", "Sources"], rows)


def _headers(spec: Spec, route: Route) -> dict[str, str]:
    own = [each.headers for each in spec.api.endpoints if each.id == route.endpoint]
    return {**(own[0] if own else {}), **route.headers}


def _parameters(mode: Mode) -> str:
    rows = [_parameter(each) for each in mode.parameters]
    head = ["Parameter", "What it does", "Takes", "Server default", "Sent when not given", "Sources"]
    return table(head, rows) if rows else ""


def _parameter(parameter: Parameter) -> list[str]:
    bill = bills_words(parameter)
    told = bill and "illed" in parameter.doc
    text = " ".join(part for part in (sentence(parameter.doc), "" if told else bill) if part)
    takes = "" if parameter.constant is not None else range_words(parameter)
    return [
        code(parameter.name),
        md(text),
        md(takes),
        md(default_words(parameter)),
        md(sent_words(parameter)),
        codes(parameter.sources),
    ]


def _sizes(size: Size) -> str:
    """Recommended sizes by ratio, then those without one."""
    rows = [[name, code(dimensions(pixels)), number(pixels[0] * pixels[1])] for name, pixels in size.ratios.items()]
    named = set(size.ratios.values())
    rows += [["", code(dimensions(each)), number(each[0] * each[1])] for each in size.recommended if each not in named]
    return table(["Ratio", "Size", "Pixels"], rows) if rows else ""


def _prompt(mode: Mode) -> tuple[str, ...]:
    lines = [f"{words} ({codes(mode.prompt.sources)})" for words in [prompt_words(mode.prompt)] if words]
    for route in mode.routes:
        if route.prompt is not None and (words := prompt_words(route.prompt)):
            lines.append(
                f"On the {route.protocol} route: {words[0].lower()}{words[1:]} ({codes(route.prompt.sources)})"
            )
    return tuple(lines)
