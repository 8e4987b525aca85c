"""Tables: parameters, resolutions, uses, and others whose rows begin with a model. Finds out whose a table is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from generator.drift.cells import PAYLOAD, Row
from generator.drift.claims import Claim, Finding
from generator.drift.gone import Gone
from generator.drift.hold import Holder
from generator.drift.parameter_rows import is_parameter_table, name_of, row_claims
from generator.drift.passage import Block, joined, passage
from generator.drift.phrases import readings
from generator.drift.prices import price_claims
from generator.drift.prose import prose_claims
from generator.drift.subject import Context, modes_in
from generator.drift.uses import is_use_table, use_findings
from generator.ir import Family

_NEAR = 0.8
"""Models of a family share a table, if the document speaks of them and it fits them nearly as well."""
_ENOUGH = 100
"""Rows that tell whose a table is: they are held against each model."""
Claims = Callable[[tuple[str, ...]], list[Claim]]
_RATIO = re.compile(r"(\d{1,2}:\d{1,2})(?!\d)")
_SIZES = re.compile(r"size|resolution|分辨率|尺寸|大小", re.IGNORECASE)


class Tables:
    """Reads the tables of a document."""

    def __init__(self, context: Context, holder: Holder) -> None:
        self.context = context
        self.holder = holder
        self.gone = Gone(context)

    def read(self, block: Block) -> Iterator[Finding | Claim]:
        """What a table says, and what of it is no longer said."""
        header, rows = block.rows[0], tuple(row for row in block.rows[1:] if len(row) > 1)
        if not rows:
            return
        if is_parameter_table(self.context, (header, *rows)):
            yield from self._parameters(header, rows)
        elif _resolutions(rows):
            yield from self._resolutions(header, rows)
        elif is_use_table(header):
            yield from use_findings(self.context, header, rows)
            yield from self._others(header, rows)
        else:
            yield from self._others(header, rows)

    def _parameters(self, header: Row, rows: tuple[Row, ...]) -> Iterator[Finding | Claim]:
        def claims(models: tuple[str, ...], rows: tuple[Row, ...] = rows) -> list[Claim]:
            made = [claim for row in rows for claim in row_claims(self.context, header, row, models)]
            return [replace(claim, each=claim.models == models and claim.match == "equal") for claim in made]

        names = {name_of(row) for row in rows}
        models = self._whose(lambda models: claims(models, rows[:_ENOUGH]), names)
        self.context.topic = models
        yield from claims(models)
        yield from self.gone.rows(header[0], models, names - PAYLOAD)

    def _resolutions(self, header: Row, rows: tuple[Row, ...]) -> Iterator[Finding | Claim]:
        pairs = [pair for row in rows if (pair := _pair(row)) is not None]

        def claims(models: tuple[str, ...], pairs: list[tuple[str, str, Row]] = pairs) -> list[Claim]:
            return [
                Claim(
                    place=row[0].place(),
                    said=f"{label} {size}",
                    fields=(f"size.ratio:{label}",),
                    values=readings(size) or (size,),
                    models=models,
                    sure=True,
                    damaged="*" not in size,
                )
                for label, size, row in pairs
            ]

        models = self._whose(lambda models: claims(models, pairs[:_ENOUGH]), set())
        yield from claims(models)
        yield from self.gone.ratios(header[0], models, {label for label, _, _ in pairs}, {size for _, size, _ in pairs})

    def _others(self, header: Row, rows: tuple[Row, ...]) -> Iterator[Claim]:
        """Each row is about the models of its first cell that names some; its cells are read as `title: cell`."""
        names = self.context.names
        for row in rows:
            named = [found for cell in row if (found := names.mentions(cell.clean))]
            models = tuple(dict.fromkeys(model for mention in (named or [[]])[0] for model in mention.models))
            for title, cell in zip(header, row, strict=False):
                place = cell.place()
                told = joined((passage(f"{title.text}: ", place.line, place.column), cell), "")
                for claim in prose_claims(self.context, told, models):
                    yield replace(claim, modes=claim.modes or modes_in(row[0].clean.text))
                yield from price_claims(self.context, told, models, told=bool(models))

    def _whose(self, claims: Claims, names: set[str]) -> tuple[str, ...]:
        """The models of the headings, if they fit at all; else those that fit best, of those spoken about."""
        titled = self.context.titled
        if titled and self._score(claims, titled, names) > 0:
            return titled
        scores = {model: self._score(claims, (model,), names) for model in self.context.names.order}
        for model in scores:
            scores[model] += 3 * (model in self.context.topic) + (model in self.context.seen)
        best = max(scores.values())
        first = tuple(model for model, score in scores.items() if score == best)
        kin = {model.id for family in self.context.spec.families if _has(family, first[0]) for model in family.models}
        near = kin & self.context.seen
        return tuple(m for m, score in scores.items() if m in first or (m in near and score >= best * _NEAR))

    def _score(self, claims: Claims, models: tuple[str, ...], names: set[str]) -> int:
        score = 0
        for claim in claims(models):
            finding = self.holder.hold(claim)
            if finding is None:
                continue
            score += 2 if finding.kind in ("agrees", "known") else -2 if finding.kind == "new" else -1
            score += finding.fact is not None and finding.fact.cites(self.context.source)
        if names:
            own = {fact.field for model in models for fact in self.context.facts.about(model)}
            score -= sum(field.endswith(".supported") and field[:-10] not in names for field in own)
        return score


def _has(family: Family, model_id: str) -> bool:
    return any(model.id == model_id for model in family.models)


def _resolutions(rows: tuple[Row, ...]) -> bool:
    return sum(_pair(row) is not None for row in rows) * 2 > len(rows)


def _pair(row: Row) -> tuple[str, str, Row] | None:
    """The ratio and the size of a row, in whichever cells they stand."""
    texts = [cell.clean.text.strip() for cell in row]
    label = next((found[1] for text in texts if (found := _RATIO.match(text))), None)
    size = next((plain for text in texts if readings(plain := text.partition("(")[0].rstrip())), None)
    return (label, size, row) if label and size else None
