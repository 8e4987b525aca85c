"""Compares a document with the specs: from its blocks to the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from generator.drift.claims import Claim, Holder
from generator.drift.collect import collect
from generator.drift.context import Context
from generator.drift.editions import Trace, traces
from generator.drift.kinds.abilities import abilities
from generator.drift.kinds.addresses import addresses
from generator.drift.kinds.fields import fields
from generator.drift.kinds.said import said
from generator.drift.kinds.samples import samples
from generator.drift.names import Names
from generator.drift.passage import Document, Place
from generator.drift.structure import Statement, statements
from generator.pipeline import Planned

KINDS: tuple[Callable[[Context, Statement], Iterable[Claim]], ...] = (
    fields, said, abilities, addresses, samples
)  # fmt: skip
_ENOUGH = 100
"""Statements that tell whose a table is: they are held against each model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A document taken apart."""

    document: Document
    statements: tuple[Statement, ...]
    traces: tuple[tuple[int, Trace], ...]
    """What an edition keeps of them, with the same numbers."""
    claims: tuple[tuple[int, Claim], ...]
    """Each with the number of its statement."""
    source: str | None = None
    ours: bool = True
    """The page is about the models of the specs; of any other only what names one of them counts."""
    about_us: bool = True
    """It says anything of the models of the specs."""


class Specs:
    """Valid specs, prepared once for any number of documents."""

    def __init__(self, planned: Planned) -> None:
        self.spec = planned.spec
        self.loaded = planned.loaded
        self.facts = collect(planned.loaded)
        self.names = Names(planned.spec)
        self.context = Context(spec=self.spec, names=self.names, facts=self.facts)
        self.elsewhere = Context(spec=self.spec, names=Names(planned.spec, exact=True), facts=self.facts)
        """For pages about other models."""

    def read(self, document: Document, source: str | None = None) -> Reading:
        """The statements and claims of a document."""
        found, ours = statements(document, self.context)
        if not ours:
            found, _ = statements(document, self.elsewhere, ours=False)
        return Reading(self.context if ours else self.elsewhere, document, source, found, ours=ours)


Owners = Callable[[int], Iterable[tuple[str, ...]]]
"""Whose the claims of a line were in the reviewed edition."""


class Reading:
    """A document as it is read: at first alone, then as an edition of a page."""

    def __init__(
        self, context: Context, document: Document, source: str | None, listed: list[Statement], *, ours: bool
    ) -> None:
        self.listed = listed
        self.ours = ours
        self.context = context
        self.document = document
        self.source = source
        self.holder = Holder(context.facts, source)
        self.fitted: dict[object, int] = {}
        """What is known of how well claims fit a model."""
        self.told: dict[object, tuple[Place, list[Claim]]] = {}

    @property
    def in_doubt(self) -> bool:
        """Whether there are tables of which nothing but their rows tells whose they are."""
        return any(each.table for each in self.listed)

    def read(self, owners: Owners = lambda _: ()) -> Read:
        """Everything in the statements; tables in doubt are those of their last owners."""
        found = self._placed(self.listed, owners)
        claims: list[tuple[int, Claim]] = []
        known = set(self.context.names.order)
        for number, statement in enumerate(found):
            for one in self._of(statement):
                claims.append((number, replace(one, quiet=True) if self._is_lost(statement, one) else one))
        return Read(
            document=self.document,
            statements=tuple(found),
            traces=tuple(traces(found, self.context.lexicon, ours=self.ours)),
            claims=tuple(claims),
            ours=self.ours,
            about_us=any(model in known for _, claim in claims for model in claim.models),
        )

    def _is_lost(self, statement: Statement, claim: Claim) -> bool:
        """Whether nothing but what was spoken of before tells whose the claim is."""
        if not statement.loose or statement.role == "code" or claim.models != statement.models:
            return False
        return any(claim.models) and not self.context.names.mentions(statement.text.text)

    def _of(self, statement: Statement) -> Iterator[Claim]:
        """What a statement says; pages say much of it several times, for each way to call."""
        first = statement.text.place()
        steps = tuple((at, place.line - first.line, place.column) for at, place in statement.text.anchors[1:])
        row = tuple(cell.text for cell in statement.row)
        whose = (statement.models, statement.parameter, statement.part, statement.modes, statement.regions)
        key = (statement.text.text, statement.role, statement.title, whose, row, steps)
        if key not in self.told:
            self.told[key] = (first, [one for kind in KINDS for one in kind(self.context, statement)])
        before, found = self.told[key]
        for one in found if first != before else ():
            line, column = one.place
            column += first.column - before.column if line == before.line else 0
            yield replace(one, place=Place(line + first.line - before.line, column))
        yield from found if first == before else ()

    def _placed(self, found: list[Statement], last: Owners) -> list[Statement]:
        """The same, those of tables that name nobody given to the models that they fit best."""
        tables: dict[int, list[Statement]] = {}
        for each in found:
            if each.table:
                tables.setdefault(each.table, []).append(each)
        seen = {model for each in found for model in each.models}
        owners = {number: self._owner(rows, seen, last) for number, rows in tables.items()}
        return [replace(each, models=owners[each.table]) if each.table else each for each in found]

    def _owner(self, rows: list[Statement], seen: set[str], last: Owners) -> tuple[str, ...]:
        candidates = [model for model in self.context.names.order if model in seen]
        if not candidates:
            return ()
        told = [(claim, row.models) for row in rows[:_ENOUGH] for claim in self._of(row)]
        claims = [claim for claim, models in told if claim.models == models]
        before = Counter(models for row in rows for models in last(row.text.place().line))
        if before:
            return tuple(each for each in self.context.names.order if each in before.most_common(1)[0][0])
        names = {row.parameter for row in rows if row.role == "field"}
        scores = {model: self._score(claims, model, names) for model in candidates}
        best = max(scores.values())
        first = [model for model, score in scores.items() if score == best]
        near = [model for model in rows[0].models if scores.get(model, 0) >= best * 0.8 and best > 0] or first
        families = [{model.id for model in family.models} for family in self.context.spec.families]
        kin = {model for family in families if near[0] in family for model in family & seen}
        return tuple(m for m in candidates if m in near or (m in kin and scores[m] >= best * 0.8))

    def _score(self, claims: list[Claim], model: str, names: set[str]) -> int:
        score = 0
        for claim in claims:
            key = (claim.fields, claim.values, claim.match, claim.modes, claim.sure, model)
            if key not in self.fitted:
                finding = self.holder.hold(replace(claim, models=(model,)))
                self.fitted[key] = 0 if finding is None else 2 if finding.kind in ("agrees", "known") else -1
            score += self.fitted[key]
        own = self.context.facts.parameters(model) if names else frozenset[str]()
        return score - len(own - names)
