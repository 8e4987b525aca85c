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
    kind = t.say("list, {type}", type=t.say(value.type)) if "[]" in value.at else t.say(value.type)
    return t.say(
        "{value} ({type}): {doc}", value=f'result.values["{value.name}"]', type=kind, doc=sentence(t.text(value.doc))
    )
