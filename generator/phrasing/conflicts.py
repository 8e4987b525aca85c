"""Sentences about what documents disagree on."""

from __future__ import annotations

import json
from collections.abc import Sequence

from generator.ir import Conflict, Disagreement, Images, Json, Parameter, Prompt, Route
from generator.phrasing.locale import ENGLISH, Locale
from generator.phrasing.numbers import area_span, dimensions, listing, number, ratio_span, sentence, span, value

Owner = Parameter | Prompt | Images | Route
_RANGES = frozenset({"range", "sides", "width", "height", "kilobytes", "boxes", "colors"})


def cite(sources: Sequence[str]) -> str:
    """Source ids as a list: "guide-04, ha and qc"."""
    return listing(sources)


def field_words(field: str, claim: Json, t: Locale = ENGLISH) -> str:
    """A value of the field `field` of a fact, as a phrase: sizes as W*H, ranges as "1 to 4", areas with squares."""
    match claim:
        case [int() as low, int() as high] if field == "pixels":
            return area_span((low, high), t)
        case [int() | float() as low, int() | float() as high] if field in _RANGES:
            return span((low, high), t)
        case [str() as low, str() as high] if field in {"aspect", "pixels", *_RANGES}:
            return ratio_span((low, high), t)
        case int() if field in {"max_megabytes", "max_characters", "max_tokens"}:
            return t.say("{count} {noun}", count=number(claim), noun=t.say(field.removeprefix("max_")))
        case dict() if field in {"presets", "ratios"}:
            return ", ".join(f"{name} ({_size_words(size, t)})" for name, size in claim.items())
        case list() if field == "recommended":
            return listing([_size_words(size, t) for size in claim], t=t)
        case _:
            return value(claim, t)


def claimed(owner: Owner, field: str, t: Locale = ENGLISH) -> str:
    """The value that the fact itself has for `field`."""
    if field == "supported":
        return t.say("supported")
    if field == "default" and isinstance(owner, Parameter):
        return t.text(owner.default_text) if owner.default_text else value(owner.default, t)
    if field == "type" and isinstance(owner, Parameter):
        return owner.kind
    holder = owner.size if isinstance(owner, Parameter) and owner.size and hasattr(owner.size, field) else owner
    held: Json = json.loads(json.dumps(getattr(holder, field, None)))  # tuples become lists, as in the specs
    if held is None and isinstance(owner, Prompt):
        return _limit(owner, t)
    return "" if held is None else field_words(field, held, t)


def _limit(prompt: Prompt, t: Locale) -> str:
    if prompt.max_characters is not None:
        return field_words("max_characters", prompt.max_characters, t)
    return t.say("not limited") if prompt.max_tokens is None else field_words("max_tokens", prompt.max_tokens, t)


def other_claim(conflict: Conflict, t: Locale = ENGLISH) -> str:
    """The value that the other sources state."""
    if conflict.field == "supported":
        return t.say("not supported")
    return field_words(conflict.field, conflict.value, t)


def conflict_words(subject: str, conflict: Conflict, owner: Owner | None = None) -> str:
    """Both claims with their sources and the decision, in two sentences."""
    others = cite(conflict.sources)
    stated = f" ({cite(conflict.stated_by)})" if conflict.stated_by else ""
    if conflict.field == "supported":
        claim = f"{subject} is listed by some documents{stated} and not supported according to others ({others})"
    else:
        mine = claimed(owner, conflict.field) if owner is not None else ""
        here = f"is {mine}{stated}" if mine else f"is as stated here{stated}"
        claim = f"the {conflict.field.replace('_', ' ')} of {subject} {here}, or {other_claim(conflict)} ({others})"
    return f"Disputed: {claim}. {sentence(conflict.decision)}"


def disagreement_words(item: Disagreement) -> str:
    """A conflict about something that is not a field of a fact."""
    return f"Disputed: {item.about}. {sentence(item.claim)} ({cite(item.sources)}) {sentence(item.decision)}"


def _size_words(size: Json, t: Locale) -> str:
    match size:
        case [int() as width, int() as height]:
            return dimensions((width, height))
        case _:
            return value(size, t)
