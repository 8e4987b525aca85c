"""What the page of a model shows of one mode."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.docs.examples import ModeExample, mode_example
from generator.docs.markdown import code, codes, md, table
from generator.ir import Images, Mode, Model, Parameter, Route, Rule, Size, Spec, by_name
from generator.phrasing import (
    Locale,
    bills_words,
    count_words,
    default_words,
    dimensions,
    images_words,
    listing,
    number,
    prompt_words,
    range_words,
    results_words,
    rule_words,
    sent_words,
    sentence,
    span,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputView:
    """An image input: its heading, and a line for each of its rules."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeView:
    """Everything as Markdown; a text that is empty has no section."""

    name: str
    summary: str
    example: ModeExample
    streams: bool
    routes: str
    parameters: str
    sizes: str
    rules: tuple[str, ...]
    inputs: tuple[InputView, ...]
    prompt: tuple[str, ...]
    results: tuple[str, ...]


def mode_view(spec: Spec, model: Model, mode: Mode, t: Locale) -> ModeView:
    """The view of a mode."""
    size = next((each.size for each in mode.parameters if each.size is not None), None)
    return ModeView(
        name=mode.name,
        summary=md(sentence(mode.summary, t)),
        example=mode_example(spec, model, mode, t),
        streams=any(route.protocol == "stream" for route in mode.routes),
        routes=_routes(spec, mode, t),
        parameters=_parameters(mode, t),
        sizes=_sizes(size, t) if size else "",
        rules=tuple(f"{_rule(rule, t)} ({codes(rule.sources)})" for rule in mode.rules),
        inputs=tuple(_input_view(mode, images, t) for images in mode.inputs),
        prompt=_prompt(mode, t),
        results=_results(mode, t),
    )


def modes_table(model: Model, t: Locale) -> str:
    """The modes at a glance."""
    rows = [
        [
            f"[{mode.name}](#{mode.name})",
            md(sentence(mode.summary, t)),
            count_words(mode.inputs, t),
            images_out(mode, t),
            ", ".join(dict.fromkeys(route.protocol for route in mode.routes)),
        ]
        for mode in model.modes
    ]
    head = ["Mode", "What it does", "Images in", "Images out", "Protocols"]
    return table([t.say(each) for each in head], rows)


def _input_view(mode: Mode, images: Images, t: Locale) -> InputView:
    heading = t.say("Reference images of {mode}", mode=mode.name)
    if images is not mode.listed:
        heading = t.say("{input} of {mode}", input=code(images.name), mode=mode.name)
    return InputView(heading=heading, lines=tuple(map(md, images_words(images, t))))


def images_out(mode: Mode, t: Locale) -> str:
    """How many images a call can make: the range of the parameter that the bill counts."""
    counts = [each for each in mode.parameters if each.bills in ("exactly", "at_most") and each.range]
    free = [each for each in counts if each.constant is None]
    return span(free[0].range, t) if free and free[0].range else "1"


def _rule(rule: Rule, t: Locale) -> str:
    """The rule's sentence; the parameter that begins it is code, whatever its name."""
    words = rule_words(rule, t)
    first = rule.subject
    return f"{code(first)}{md(words.removeprefix(first))}" if words.startswith(f"{first} ") else md(words)


def _routes(spec: Spec, mode: Mode, t: Locale) -> str:
    rows = [
        [
            route.protocol if name == route.protocol else f"{route.protocol}, {code(_argument(name))}",
            code(f"POST {route.base_path or spec.api.base_path}{route.path}"),
            codes([f"{name}: {value}" for name, value in route.sent_headers.items()]),
            _payload(mode, route, t),
            codes([f"{name}: {str(value).lower()}" for name, value in route.send.items()]),
            codes(route.sources),
        ]
        for name, route in by_name(mode.routes).items()
    ]
    head = ["Protocol", "Endpoint", "Headers", "Body", "Also sent", "Sources"]
    return table([t.say(each) for each in head], rows)


def _argument(name: str) -> str:
    """The argument that chooses a route which is not the best of its protocol."""
    return f'route="{name}"'


def _payload(mode: Mode, route: Route, t: Locale) -> str:
    placed = [f"{images.place}.{images.name}" for images in mode.inputs if images.place is not None]
    if route.payload == "messages":
        told = t.say("messages, {order}", order=listing(route.content, "then", t))
        return t.say(", ").join([told, *map(code, placed)])
    if route.payload == "flat":
        others = [f"{name}: {each}" for name, values in route.accepts.items() for each in values]
        told = t.say("all at the top, images in `image`, sizes as {size}", size=code(f"W{route.size_separator}H"))
        return ", ".join([told, *map(code, others)])
    prompt = [] if mode.prompt is None else [f"input.{mode.prompt.key}"]
    images = ["input.images"] if route.payload == "prompt+images" else []
    return listing(map(code, [*prompt, *images, *placed] or ["input"]), t=t)


def _parameters(mode: Mode, t: Locale) -> str:
    rows = [_parameter(each, t) for each in mode.parameters]
    head = ["Parameter", "What it does", "Accepts", "Server default", "Sent if omitted", "Sources"]
    return table([t.say(each) for each in head], rows) if rows else ""


def _parameter(parameter: Parameter, t: Locale) -> list[str]:
    bill = bills_words(parameter, t)
    told = bill and "illed" in parameter.doc
    text = " ".join(part for part in (sentence(parameter.doc, t), "" if told else bill) if part)
    takes = "" if parameter.constant is not None else range_words(parameter, t)
    return [
        code(parameter.name),
        md(text),
        md(takes),
        md(default_words(parameter, t)),
        md(sent_words(parameter, t)),
        codes(parameter.sources),
    ]


def _sizes(size: Size, t: Locale) -> str:
    """Recommended sizes by tier, or by ratio and then those without one."""
    if size.tiers:
        tiers = [[tier, code(dimensions(w)), number(w[0] * w[1])] for tier, sizes in size.tiers.items() for w in sizes]
        return table([t.say("Tier"), t.say("Size"), t.say("Pixels")], tiers)
    rows = [[name, code(dimensions(pixels)), number(pixels[0] * pixels[1])] for name, pixels in size.ratios.items()]
    named = set(size.ratios.values())
    rows += [["", code(dimensions(each)), number(each[0] * each[1])] for each in size.recommended if each not in named]
    return table([t.say("Ratio"), t.say("Size"), t.say("Pixels")], rows) if rows else ""


def _results(mode: Mode, t: Locale) -> tuple[str, ...]:
    cited = f" ({codes(mode.results.sources)})" if mode.results.sources else ""
    lines: list[str] = []
    for line in results_words(mode.results, t):
        code_first = re.match(r'result\.values\["\w+"\]', line)
        first = code_first[0] if code_first else ""
        lines.append(f"{code(first) if first else ''}{md(line.removeprefix(first))}{cited}")
    return tuple(lines)


def _prompt(mode: Mode, t: Locale) -> tuple[str, ...]:
    if mode.prompt is None:
        return ()
    lines = [f"{words} ({codes(mode.prompt.sources)})" for words in [prompt_words(mode.prompt, t)] if words]
    for name, route in by_name(mode.routes).items():
        if route.prompt is not None and (words := prompt_words(route.prompt, t)):
            limit = f"{words[0].lower()}{words[1:]} ({codes(route.prompt.sources)})"
            lines.append(t.say("On the {protocol} route: {limit}", protocol=name, limit=limit))
    return tuple(lines)
