"""Facts of the IR as constructor calls of the runtime's table classes; what equals a class's default is left out."""

from __future__ import annotations

from generator.ir import Conflict, Images, Json, Parameter, Prompt, Results, ResultValue, Route, Rule, Size
from generator.package.source_text import call, literal, tuple_of

_BY_KIND = {
    "integer": "Integer",
    "number": "Number",
    "boolean": "Boolean",
    "text": "Text",
    "choice": "Choice",
    "color": "Color",
    "size": "Size",
    "boxes": "Boxes",
    "palette": "Palette",
    "list": "List",
    "object": "Object",
}
_CHECKED = frozenset(
    {
        "supported",
        "required",
        "range",
        "choices",
        "max_characters",
        "max_tokens",
        "max_words",
        "boxes",
        "colors",
        "presets",
        "pixels",
        "sides",
        "sides_recommended",
        "aspect",
        "ratios",
        "recommended",
        "fixed",
        "formats",
        "alpha",
        "max_megabytes",
        "kilobytes",
        "width",
        "height",
        "reference_images",
    }
)
"""Fields that a request can be held against; a conflict about another one is for readers only."""


_INVENTED: dict[str, Json] = {"integer": 1, "number": 0.5, "boolean": True, "boxes": [[0, 0, 64, 64]]}
"""Values of answers by their types."""


def given(value: object) -> str | None:
    """The literal of a value that says something; None, False and what is empty say nothing."""
    return literal(value) if value not in (None, False, (), {}) else None


def disputes(conflicts: tuple[Conflict, ...], *, default_counts: bool = False) -> str | None:
    """The conflicts that the runtime needs: those that warn, and those about a default that decides the bill."""
    needed = [
        conflict
        for conflict in conflicts
        if (conflict.warn and conflict.field in _CHECKED) or (default_counts and conflict.field == "default")
    ]
    return tuple_of(map(_dispute, needed)) if needed else None


def _dispute(conflict: Conflict) -> str:
    return call(
        "Dispute",
        literal(conflict.field),
        literal(conflict.value),
        stated_by=literal(conflict.stated_by),
        sources=literal(conflict.sources),
        decision=literal(conflict.decision),
    )


def parameter(item: Parameter) -> str:
    """A parameter, or the constant that a mode sends for it."""
    if item.constant is not None:
        sent = literal(item.name), literal(item.constant)
        return call("Constant", *sent, place=_place(item), wire=given(item.wire), default=given(item.default))
    default = item.default if item.kind not in ("boxes", "palette", "list", "object") else None
    return call(
        _BY_KIND[item.kind],
        literal(item.name),
        *([parameter(item.items)] if item.items else []),
        *([tuple_of(map(parameter, item.members))] if item.members else []),
        *map(literal, item.range or item.boxes or item.colors or item.count or ()),
        *(literal(value) for value in (item.max_characters, item.choices) if value),
        exclusive=given(item.exclusive),
        step=given(item.step),
        excluded=given(item.excluded),
        open=given(item.open),
        max_words=given(item.max_words),
        form=given(item.form) if item.form != "hex" else None,
        combinations=given(item.combinations),
        **_size(item.size),
        place=_place(item),
        wire=given(item.wire),
        default=None if default is None else literal(default),
        send=None if item.send is None else literal(item.send),
        required=given(item.required),
        bills=given(item.bills) if item.kind in ("integer", "number", "boolean", "choice") else None,
        disputes=disputes(item.conflicts, default_counts=item.bills is not None),
    )


def _place(item: Parameter) -> str | None:
    places = set(item.place.values())
    if places <= {"parameters"}:
        return None
    return literal(places.pop()) if len(places) == 1 else literal(item.place)


def _size(size: Size | None) -> dict[str, str | None]:
    if size is None:
        return {}
    return {
        "presets": given(size.presets),
        "ratios": given(size.ratios),
        "recommended": given(size.recommended),
        "fixed": given(size.fixed),
        "pixels": given(size.pixels),
        "sides": given(size.sides),
        "aspect": given(size.aspect),
    }


def prompt(limit: Prompt) -> str:
    """A prompt limit."""
    return call(
        "Prompt",
        max_characters=given(limit.max_characters),
        max_tokens=given(limit.max_tokens),
        max_words=given(limit.max_words),
        required=None if limit.required else "False",
        may_be_empty=given(limit.may_be_empty),
        key=None if limit.key == "prompt" else literal(limit.key),
        disputes=disputes(limit.conflicts),
    )


def images(rules: Images) -> str:
    """An image input."""
    return call(
        "Images",
        literal(rules.name),
        literal(rules.minimum),
        literal(rules.maximum),
        formats=literal(rules.formats),
        single=given(rules.single),
        place=given(rules.place),
        sides=given(rules.sides),
        sides_recommended=given(rules.sides_recommended),
        width=given(rules.width),
        height=given(rules.height),
        same_size_as=given(rules.same_size_as),
        aspect=given(rules.aspect),
        alpha=None if rules.alpha == "allowed" else literal(rules.alpha),
        kilobytes=given(rules.kilobytes),
        max_megabytes=given(rules.max_megabytes),
        total_megabytes=given(rules.total_megabytes),
        accepts=given(rules.accepts),
        no_chinese_in_urls=given(rules.no_chinese_in_urls),
        disputes=disputes(rules.conflicts),
    )


def route(item: Route) -> str:
    """A way to send a mode."""
    return call(
        "Route",
        literal(item.endpoint),
        literal(item.path),
        protocol=literal(item.protocol),
        payload=literal(item.payload),
        content=literal(item.content) if item.content not in ((), ("text", "images")) else None,
        headers=given(item.headers),
        send=given(item.send),
        prompt=prompt(item.prompt) if item.prompt else None,
        base_path=given(item.base_path),
        regions=given(item.regions),
        results=results(item.results) if item.results else None,
        size_separator=None if item.size_separator == "*" else literal(item.size_separator),
        accepts=given(item.accepts),
        always_parameters=given(item.always_parameters),
        disputes=disputes(item.conflicts),
    )


def results(item: Results) -> str | None:
    """What answers hold; None where nothing is declared."""
    found = {
        "images": given(item.images),
        "values": given({value.name: (value.at, _kind(value)) for value in item.values}),
        "samples": given({value.at: sample for value in item.values if (sample := _sample(value)) is not None}),
        "usage": given(item.usage),
        "format": given(item.format),
        "lifetime": given(item.lifetime_hours and item.lifetime_hours * 3600),
    }
    return call("Results", **found) if any(found.values()) else None


def _sample(value: ResultValue) -> Json:
    """What the emulator answers: the example, or something of its type; None of a text, which would say what is not."""
    if value.example is not None:
        return value.example
    if value.items is not None:
        return [] if (item := _sample(value.items)) is None else [item]
    if value.members:
        return {each.name: _sample(each) for each in value.members}
    return _INVENTED.get(value.type)


def _kind(value: ResultValue) -> Json:
    """The type of a value as the runtime has it: a list of them where there is one for each item on the way."""
    return [value.kind] if value.listed else value.kind


def rule(item: Rule) -> str:
    """A cross-field rule."""
    return call(
        "Rule",
        literal(item.kind),
        literal(item.subject if [*item.of.values()] == ["given"] else item.of),
        to=given(item.to),
        each=given(item.each),
        total=given(item.total),
        when=given(item.when),
        range=given(item.range),
        ignore_case=given(item.ignore_case),
    )
