"""Docstrings of the generated methods: what each argument takes, costs and does by default, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.ir import Conflict, Images, Mode, Model, Parameter, Price, Prompt, Route, by_name
from generator.package.signatures import option_arguments, signature_parameters
from generator.package.source_text import docstring, paragraph
from generator.phrasing import (
    amount_words,
    identity_words,
    images_words,
    lifecycle_words,
    listing,
    other_claim,
    parameter_words,
    prompt_words,
    rule_words,
    sentence,
    value_words,
)

_INDENT = 8
_OPTIONS = {
    "extra": 'Fields newer than this client: members of `parameters`, or {"parameters": {...}, "input": {...}}.',
    "fit": "True turns, converts and scales images until they fit; a colour is what transparency becomes (white).",
    "inline": "Send local images inside the request instead of uploading them first.",
    "output_size": "Width and height of pictures that are saved; the nearest accepted size is sent. Needs Pillow.",
    "validate": "False sends the request without checking it first.",
    "timeout": "Seconds to wait for the result, in total.",
}
_RAISES = (
    ("InvalidRequest", "The request breaks a rule above; the error lists every violation, and nothing was sent."),
    ("APIError", "The service rejected the request; the subclasses say why."),
    ("OutcomeUnknown", "The connection broke after the request was sent, so it may be billed; it is not sent twice."),
    ("PartialResult", "Some images failed; the error holds the others."),
)
_FIELDS = {
    "max_megabytes": "the limit",
    "max_characters": "the limit",
    "max_tokens": "the limit",
    "pixels": "the area",
    "sides": "each side",
    "aspect": "the aspect ratio",
    "alpha": "transparency",
}
"""What a field of a fact is called in a sentence, if not by its own name."""
_TASK_RAISES = ("TaskFailed", "The task ended without an image.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the docstrings of all models need."""

    titles: Mapping[str, str]
    """Source id -> title."""
    result_hours: int
    """How long the address of an image is valid."""
    models: Mapping[str, Model] = field(default_factory=dict[str, Model])
    """Every model by its id."""


def notes(model: Model, facts: Facts) -> list[str]:
    """What to know of a model beside what it accepts: its end, its ids, its activation."""
    return [*filter(None, [end_words(model, facts)]), *(said for said, _ in identity_words(model))]


def end_words(model: Model, facts: Facts) -> str:
    """What is announced of the model's end, and where; "" for a model that goes on."""
    told = lifecycle_words(model, facts.models)
    cited = model.lifecycle.sources if model.lifecycle else ()
    return f"{told} Source: {listing(facts.titles.get(source, source) for source in cited)}." if told else ""


def call_docstring(model: Model, mode: Mode, facts: Facts) -> str:
    """The full docstring, on `__call__`."""
    lines = paragraph(sentence(mode.summary), _INDENT + 3)
    for text in (*notes(model, facts), *_ways(model, mode), *_conditions(mode)):
        lines += ["", *paragraph(text, _INDENT)]
    lines += ["", "Args:", *_entries(_arguments(mode))]
    lines += ["", "Returns:", *_entries([(_returns(mode, facts),)])]
    raised = (*_RAISES, _TASK_RAISES) if _has(mode, "async") else _RAISES
    lines += ["", "Raises:", *_entries((f"{name}: {text}",) for name, text in raised)]
    cited = _cited(mode)
    lines += ["", "Sources:", *_entries((f"{id_}: {title}",) for id_, title in facts.titles.items() if id_ in cited)]
    return docstring(lines, _INDENT)


def submit_docstring(mode: Mode) -> str:
    """The docstring of `submit`."""
    lines = paragraph("Start a task and return it at once; its `wait()` returns what the call returns.", _INDENT + 3)
    told = "Same arguments as the call, except for `timeout`" + (" and `protocol`." if _choice(mode) else ".")
    return docstring([*lines, "", *paragraph(told, _INDENT)], _INDENT)


def stream_docstring(mode: Mode) -> str:
    """The docstring of `stream`."""
    lines = paragraph(
        "Yield texts piece by piece and images as they arrive; nothing is sent before iteration begins.",
        _INDENT + 3,
    )
    told = "Same arguments as the call" + (", except for `protocol`." if _choice(mode) else ".")
    told += " `result` of the returned stream holds everything that arrived."
    raised = "Raises what the call raises, and `PartialResult` if the stream breaks off after something arrived."
    return docstring([*lines, "", *paragraph(f"{told} {raised}", _INDENT)], _INDENT)


def prepare_docstring(mode: Mode) -> str:
    """The docstring of `prepare`."""
    lines = paragraph("Check and build the request without sending it: body, curl command, price.", _INDENT + 3)
    told = "Same arguments as the call, except for `timeout`. `send()` of the returned request sends it"
    told += ", `submit()` starts a task." if _has(mode, "async") else "."
    return docstring([*lines, "", *paragraph(told, _INDENT)], _INDENT)


def price_words(prices: Sequence[Price]) -> str:
    """What an image costs in each region; the first of several prices of the same case."""
    by_region: dict[str, dict[str, str]] = {}
    for price in prices:
        case = f"{price.per} {price.when} {price.output_pixels}"
        by_region.setdefault(price.region, {}).setdefault(case, amount_words(price))
    regions: dict[str, list[str]] = {}
    for region, amounts in by_region.items():
        regions.setdefault(listing(amounts.values(), "or"), []).append(region)
    told = "; ".join(f"{amounts} in {listing(names)}" for amounts, names in regions.items())
    return f"List price per image: {told}." if told else ""


def way_words(model: Model, mode: Mode) -> str:
    """How the mode can be sent and what it costs."""
    protocols = listing(dict.fromkeys(route.protocol for route in mode.routes), "or")
    return " ".join(filter(None, [f"Model {model.id}, {protocols}.", price_words(model.prices)]))


def _ways(model: Model, mode: Mode) -> list[str]:
    """How the mode can be sent, what it costs, and who says otherwise."""
    first = way_words(model, mode)
    routes = by_name(mode.routes).items()
    disputed = (text for name, route in routes for text in _disputes(f"the {name} route", route.conflicts))
    return [first, *disputed]


def _conditions(mode: Mode) -> list[str]:
    """The cross-field rules that a caller can break."""
    hidden = {parameter.name for parameter in mode.parameters if parameter.constant is not None}
    told = " ".join(rule_words(rule) for rule in mode.rules if not hidden.issuperset(rule.of))
    return [told] if told else []


def _arguments(mode: Mode) -> Iterator[tuple[str, ...]]:
    """Each argument as paragraphs: what it is, then what other documents say."""
    limit = mode.prompt
    if limit is not None:
        yield _argument("prompt", f"What to make. {prompt_words(limit)}", limit.sources, limit.conflicts)
    for images in mode.inputs:
        yield _argument(images.name, " ".join(images_words(images)), images.sources, images.conflicts)
    for item in signature_parameters(mode):
        yield _argument(item.name, parameter_words(item), item.sources, item.conflicts)
    for option in option_arguments(mode):
        choice = _route if option.name == "route" else _protocol
        yield (f"{option.name}: {_OPTIONS.get(option.name) or choice(mode)}",)


def _argument(name: str, told: str, sources: tuple[str, ...], conflicts: tuple[Conflict, ...]) -> tuple[str, ...]:
    cited = f" [{', '.join(sources)}]" if sources else ""
    return (f"{name}: {told.rstrip()}{cited}", *_disputes("it", conflicts))


def _protocol(mode: Mode) -> str:
    protocols = list(dict.fromkeys(route.protocol for route in mode.routes))
    return f"How to send it: {listing(protocols, 'or')}; {protocols[0]} by default."


def _route(mode: Mode) -> str:
    endpoints = list(dict.fromkeys(route.endpoint for route in mode.routes))
    return f"Where to send it: {listing(endpoints, 'or')}; the best one for the protocol and the region by default."


def _disputes(subject: str, conflicts: tuple[Conflict, ...]) -> list[str]:
    """One paragraph per conflict: who says otherwise, and what was decided."""
    return [
        f"Documents disagree: {listing(conflict.sources)} {'say' if len(conflict.sources) > 1 else 'says'} that "
        f"{_claim(subject, conflict)}. {sentence(conflict.decision)}"
        for conflict in conflicts
    ]


def _claim(subject: str, conflict: Conflict) -> str:
    if conflict.field == "supported":
        return f"{subject} is not supported"
    if conflict.field == "fixed":
        return "only the recommended sizes are accepted" if conflict.value else "other sizes are accepted too"
    named = _FIELDS.get(conflict.field, f"the {conflict.field}".replace("_", " "))
    return f"{named}{'' if subject == 'it' else ' of ' + subject} is {other_claim(conflict)}"


def _returns(mode: Mode, facts: Facts) -> str:
    what = "The images" if mode.output == "images" else "Texts and images in order, as `parts`"
    hours = mode.results.lifetime_hours or facts.result_hours
    told = f"{what}. Image URLs expire after {hours} hours, so save the images soon."
    return " ".join([told, *map(value_words, mode.results.values)])


def _cited(mode: Mode) -> set[str]:
    """The sources named in the docstring."""
    facts: list[Prompt | Images | Parameter | Route] = [*mode.inputs, *signature_parameters(mode), *mode.routes]
    facts += [] if mode.prompt is None else [mode.prompt]
    conflicts = [conflict for fact in facts for conflict in fact.conflicts]
    return {id_ for named in (*facts, *conflicts) for id_ in named.sources}


def _entries(arguments: Iterable[tuple[str, ...]]) -> list[str]:
    """Arguments under a heading: further paragraphs are aligned with the text of the first."""
    return [
        f"    {margin}{line}"
        for first, *others in arguments
        for text, margin, hanging in ((first, "", 4), *((other, "    ", 0) for other in others))
        for line in paragraph(text, _INDENT + 4 + len(margin), hanging=hanging)
    ]


def _has(mode: Mode, protocol: str) -> bool:
    return any(route.protocol == protocol for route in mode.routes)


def _choice(mode: Mode) -> bool:
    return len({route.protocol for route in mode.routes}) > 1
