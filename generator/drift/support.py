"""Statements of what is and what is not: protocols, parameters that a model does not take, regions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.drift.claims import Claim, Finding, Match
from generator.drift.passage import Passage
from generator.drift.subject import Context, modes_in, sentences, whose
from generator.drift.values import Value

_FORMS: tuple[tuple[str, Match, Value], ...] = (
    (r"\basync(?:hronous)?(?:ly)?[- ]only|async(?:hronous)? (?:\w+ ){0,2}endpoint only", "equal", ("async",)),
    (r"\bonly async\w*", "equal", ("async",)),
    (r"仅支持异步|只支持异步", "equal", ("async",)),
    (r"(?<!a)\bsync(?:hronous)?(?:ly)?[- ]only|\bonly sync\w*|async invocation is not supported", "equal", ("sync",)),
    (r"仅支持同步|只支持同步", "equal", ("sync",)),
    (r"supports? synchronous|(?<!仅)(?<!只)支持同步", "has", "sync"),
    (r"supports? asynchronous|(?<!仅)(?<!只)支持异步", "has", "async"),
)
_PROTOCOLS: tuple[tuple[re.Pattern[str], Match, Value], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), match, value) for pattern, match, value in _FORMS
)
_DENIED = re.compile(
    r"(?:does\s+not\s+support|doesn't\s+support|do\s+not\s+include|don't\s+send|not\s+supported:|不支持|请勿传入)\s*(.{1,240})",
    re.IGNORECASE,
)
_REGION = re.compile(r"(?<![\w-])((?:ap|us|eu|me|sa)-[a-z]+-\d|cn-[a-z]{5,})(?![\w-])")
_FLAG = re.compile(r"\(\s*([a-z_]+)\s*=\s*(true|false)\b")
_IDENTIFIER = re.compile(r"(?<![\w./{$-])[a-z]+(?:_[a-z0-9]+)+(?![\w(./-])")
_ONLY = re.compile(r"\s{0,20}+\)?\s{0,20}+(?:only\b|地域)", re.IGNORECASE)


def support_claims(context: Context, text: Passage) -> Iterator[Claim | Finding]:
    """What a paragraph or list item says of this kind."""
    clean = text.clean
    yield from _protocols(context, clean)
    yield from _denials(context, clean)
    yield from _regions(context, clean)
    yield from _flags(context, clean)
    yield from _unknown(context, clean)


def _protocols(context: Context, clean: Passage) -> Iterator[Claim]:
    mentions = context.names.mentions(clean)
    subject = context.subject
    for bounds in sentences(clean.text):
        for pattern, match, value in _PROTOCOLS:
            for found in pattern.finditer(clean.text, *bounds):
                models = context.about(mentions, clean.text, found.span(), bounds, subject)
                yield Claim(
                    place=clean.place(found.start()),
                    said=found[0],
                    fields=("protocols",),
                    values=(value,),
                    models=models,
                    modes=modes_in(clean.text[bounds[0] : found.start()][-40:]),
                    match=match,
                    series=context.wider(models),
                )
        subject = whose(mentions, clean.text, bounds[1], bounds[1], bounds) or subject


def _denials(context: Context, clean: Passage) -> Iterator[Claim]:
    """Parameters in a list of what is not taken; names that ran together are found all the same."""
    mentions = context.names.mentions(clean)
    for found in _DENIED.finditer(clean.text):
        listed = re.split(r"-|—|\.\s|。|;", found[1], maxsplit=1)[0]
        near = [mention for mention in mentions if not mention.aside]
        before = [mention for mention in near if mention.end <= found.start()]
        after = [mention for mention in near if mention.start >= found.start()]
        subject = next((mention.models for mention in (*before[-1:], *after[:1])), context.subject)
        for name in sorted(context.kinds, key=len, reverse=True):
            place = re.search(rf"(?<![a-z_]){name}(?![a-z_])|(?<=include){name}(?=,)", listed)
            if place:
                yield Claim(
                    place=clean.place(found.start(1) + place.start()),
                    said=f"{name} is not supported",
                    fields=(f"{name}.supported",),
                    values=(False,),
                    models=subject,
                    match="lacks",
                )


def _regions(context: Context, clean: Passage) -> Iterator[Claim | Finding]:
    known = {region.id for region in context.spec.api.regions}
    for found in _REGION.finditer(clean.text):
        place = clean.place(found.start())
        if found[1] not in known:
            yield Finding(kind="new", place=place, about="region", said=found[1], held="nothing", name=found[1])
        elif _ONLY.match(clean.text, found.end()):
            yield Claim(
                place=place, said=f"{found[1]} only", fields=("regions",), values=((found[1],),), models=context.subject
            )


def _flags(context: Context, clean: Passage) -> Iterator[Claim]:
    """`Sequential mode (enable_sequential=true)`: the flag that a mode always sends."""
    mentions = context.names.mentions(clean)
    for bounds in sentences(clean.text):
        for found in _FLAG.finditer(clean.text, *bounds):
            modes = modes_in(clean.text[max(bounds[0], found.start() - 60) : found.start()])
            if not modes:
                continue
            models = whose(mentions, clean.text, found.start(), found.end(), bounds) or context.subject
            yield Claim(
                place=clean.place(found.start(1)),
                said=found[0].strip("( "),
                fields=(f"{found[1]}.constant",),
                values=(found[2] == "true",),
                models=models,
                modes=modes,
            )


def _unknown(context: Context, clean: Passage) -> Iterator[Finding]:
    """Names such as `new_flag` that stand nowhere in the specs, nor stuck to another word."""
    for found in _IDENTIFIER.finditer(clean.text):
        if not any(name in found[0] or found[0] in name for name in context.words):
            place = clean.place(found.start())
            yield Finding(kind="new", place=place, about="name", said=found[0], held="nothing", name=found[0])
