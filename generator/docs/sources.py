"""The documents behind a page."""

from __future__ import annotations

from collections.abc import Iterator

from generator.docs.markdown import plain
from generator.ir import Family, Mode, Model, Source, Spec
from generator.phrasing import Locale
from generator.phrasing.conflicts import Owner


def source_lines(spec: Spec, family: Family, model: Model, t: Locale) -> tuple[str, ...]:
    """The documents that the facts of a model are taken from, a line each."""
    used = {*family.sources, *model.sources, *_cited(model)}
    used |= {source for each in family.disagreements for source in each.sources}
    return tuple(source_line(source, t) for source in spec.sources if source.id in used)


def source_line(source: Source, t: Locale) -> str:
    """A document with its title, publisher and edition."""
    title = plain(t.text(source.title))
    title = f"[{title}]({source.url})" if source.url else title
    return t.say(
        "`{id}`: {title}. {publisher}, {edition}.",
        id=source.id,
        title=title,
        publisher=plain(t.text(source.publisher)),
        edition=plain(source.edition),
    )


def _cited(model: Model) -> Iterator[str]:
    for price in model.prices:
        yield from price.sources
    for limit in model.rate_limits:
        yield from limit.sources
    if model.typical_seconds is not None:
        yield from model.typical_seconds.sources
    for conflict in model.region_conflicts:
        yield from conflict.sources
    for mode in model.modes:
        yield from _cited_in(mode)


def _cited_in(mode: Mode) -> Iterator[str]:
    facts: list[Owner] = [*mode.routes, *mode.parameters, *mode.inputs, *([mode.prompt] if mode.prompt else [])]
    for fact in facts:
        yield from fact.sources
        for conflict in fact.conflicts:
            yield from conflict.sources
    for rule in mode.rules:
        yield from rule.sources
