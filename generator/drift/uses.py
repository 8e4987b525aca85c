"""Tables of what to use for what: each row against the recommendation in the specs that is most like it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.drift.cells import Row
from generator.drift.claims import Finding
from generator.drift.facts import Fact
from generator.drift.subject import Context
from generator.ir import Location, Use

_HEADER = re.compile(r"scenario|use case|recommended model|场景|推荐模型", re.IGNORECASE)
_LEAST = 0.12


def is_use_table(header: Row) -> bool:
    """Whether the columns are a scenario and models for it."""
    return sum(bool(_HEADER.search(cell.text)) for cell in header) >= 2


def use_findings(context: Context, header: Row, rows: tuple[Row, ...]) -> Iterator[Finding]:
    """Every row, and the recommendations without one."""
    uses = [use for use in context.spec.api.uses if context.source is None or context.source in use.sources]
    column = next((at for at, cell in enumerate(header) if re.search(r"model|模型", cell.text, re.IGNORECASE)), 1)
    pairs = sorted(
        ((_alike(row, use), at, number) for at, row in enumerate(rows) for number, use in enumerate(uses)), reverse=True
    )
    taken: dict[int, int] = {}
    for likeness, at, number in pairs:
        if likeness >= _LEAST and at not in taken and number not in taken.values():
            taken[at] = number
    for at, row in enumerate(rows):
        if column < len(row) and at in taken:
            yield from _held(context, row, column, uses[taken[at]], context.spec.api.uses.index(uses[taken[at]]))
        elif column < len(row) and context.source is not None and uses:
            yield Finding(
                kind="new", place=row[0].place(), about="use", said=row[0].text, held="nothing", name=row[0].text
            )
    if context.source is not None:
        for number, use in enumerate(uses):
            if number not in taken.values() and rows:
                fact = _fact(context, use, context.spec.api.uses.index(use))
                yield Finding(kind="gone", place=header[0].place(), about="use", said=f'no row like "{use.scenario}"',
                              held=", ".join(use.models), fact=fact)  # fmt: skip


def _held(context: Context, row: Row, column: int, use: Use, number: int) -> Iterator[Finding]:
    mentions = context.names.mentions(row[column].clean)
    exact = {model for mention in mentions if mention.exact for model in mention.models}
    wide = {model for mention in mentions for model in mention.models}
    agrees = exact <= set(use.models) <= wide
    yield Finding(
        kind="agrees" if agrees else "differs",
        place=row[column].place(),
        about=f"use: {use.scenario}",
        said=row[column].text,
        held=", ".join(use.models),
        fact=_fact(context, use, number),
    )


def _fact(context: Context, use: Use, number: int) -> Fact:
    file = "specs/api.yaml"
    location: Location = context.locate(file, ("uses", number, "models"))
    return Fact(field="use", value=use.models, location=location, path=("uses", number, "models"), sources=use.sources)


def _alike(row: Row, use: Use) -> float:
    """The share of words that the row and the recommendation have in common; its models count as words."""
    mine = _words(" ".join(cell.text for cell in row))
    theirs = _words(f"{use.scenario} {use.note} {' '.join(use.models)}")
    return len(mine & theirs) / max(1, len(mine | theirs))


def _words(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"[a-z0-9][a-z0-9.-]+|[\u4e00-\u9fff]", text.lower())}
