"""Sentences about what answers hold."""

from __future__ import annotations

from generator.ir import Results, ResultValue
from generator.phrasing.locale import ENGLISH, Locale
from generator.phrasing.numbers import listing, number, sentence


def results_words(results: Results, t: Locale = ENGLISH) -> list[str]:
    """What a spec declares of its answers beside their pictures, a sentence each; nothing where it declares nothing."""
    lines: list[str] = []
    if results.format:
        lines.append(t.say("Images are {format} files.", format=results.format))
    if results.lifetime_hours:
        lines.append(t.say("Image URLs are valid for {hours} hours.", hours=number(results.lifetime_hours)))
    if results.hosts:
        lines.append(t.say("Images are served by {hosts}.", hosts=listing(results.hosts, t=t)))
    return [*lines, *(value_words(value, t) for value in results.values)]


def value_words(value: ResultValue, t: Locale = ENGLISH) -> str:
    """What a value of an answer is."""
    kind = type_words(value, t)
    if value.listed:
        kind = t.say("list, {type}", type=kind)
    return t.say(
        "{value} ({type}): {doc}", value=f'result.values["{value.name}"]', type=kind, doc=sentence(t.text(value.doc))
    )


def type_words(value: ResultValue, t: Locale = ENGLISH) -> str:
    """The type of what stands at the place of a value: "text", "list, integer", "an object of wool (text)"."""
    if value.type == "boxes":
        return t.say("boxes [x1, y1, x2, y2]")
    if value.items is not None:
        return t.say("list, {type}", type=type_words(value.items, t))
    if value.members:
        members = (f"{each.name} ({type_words(each, t)})" for each in value.members)
        return t.say("an object of {members}", members=listing(members, t=t))
    return t.say(value.type)
