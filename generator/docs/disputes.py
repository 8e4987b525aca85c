"""What documents disagree about for one model: both values, who says them, and the decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.docs.markdown import code, codes, md, table
from generator.ir import Conflict, Disagreement, Mode, Model, Spec
from generator.words import claimed, listing, other_claim, sentence
from generator.words.conflicts import Owner


@dataclass(frozen=True, slots=True)
class _Dispute:
    subject: str
    here: str
    conflict: Conflict


def disputes_table(model: Model) -> str:
    """A row per disputed fact; "" where the documents agree. Modes that share a dispute share a row."""
    modes: dict[str, list[str]] = {}
    disputes: dict[str, _Dispute] = {}
    for mode in model.modes:
        for dispute in _of_mode(mode):
            disputes.setdefault(repr(dispute), dispute)
            modes.setdefault(repr(dispute), []).append(mode.name)
    rows = [_row(dispute, modes[key], len(model.modes)) for key, dispute in disputes.items()]
    rows += [_row(_region_dispute(model, conflict), [], 0) for conflict in model.region_conflicts]
    return table(["What", "Here", "Others say", "Decision"], rows) if rows else ""


def disagreements_table(disagreements: Iterable[Disagreement]) -> str:
    """Conflicts that are about no single field; "" where there are none."""
    rows = [
        [md(each.about), f"{md(sentence(each.claim))} ({codes(each.sources)})", md(sentence(each.decision))]
        for each in disagreements
    ]
    return table(["About", "Claim", "Decision"], rows) if rows else ""


def region_disputes_table(spec: Spec) -> str:
    """What documents disagree about for a region; "" where they agree."""
    rows = [
        [
            f"{code(region.id)}: {conflict.field}",
            f"{md(str(getattr(region, conflict.field, None) or 'none'))} ({codes(conflict.stated_by)})",
            f"{md(other_claim(conflict))} ({codes(conflict.sources)})",
            md(sentence(conflict.decision)),
        ]
        for region in spec.api.regions
        for conflict in region.conflicts
    ]
    return table(["What", "Here", "Others say", "Decision"], rows) if rows else ""


def _of_mode(mode: Mode) -> Iterator[_Dispute]:
    yield from _each("prompt", mode.prompt, mode.prompt.conflicts)
    if mode.images is not None:
        yield from _each(code("reference_images"), mode.images, mode.images.conflicts)
    for route in mode.routes:
        yield from _each(f"{route.protocol} route", route, route.conflicts)
        if route.prompt is not None:
            yield from _each(f"prompt on the {route.protocol} route", route.prompt, route.prompt.conflicts)
    for parameter in mode.parameters:
        yield from _each(code(parameter.name), parameter, parameter.conflicts)


def _each(subject: str, owner: Owner, conflicts: tuple[Conflict, ...]) -> Iterator[_Dispute]:
    for conflict in conflicts:
        what = "" if conflict.field == "supported" else f": {conflict.field.replace('_', ' ')}"
        yield _Dispute(subject + what, claimed(owner, conflict.field), conflict)


def _region_dispute(model: Model, conflict: Conflict) -> _Dispute:
    return _Dispute("regions", listing(use.region for use in model.regions), conflict)


def _row(dispute: _Dispute, modes: list[str], all_modes: int) -> list[str]:
    conflict = dispute.conflict
    where = f" (in {listing(modes)})" if modes and len(modes) < all_modes else ""
    stated = f" ({codes(conflict.stated_by)})" if conflict.stated_by else ""
    return [
        dispute.subject + where,
        md(dispute.here) + stated,
        f"{md(other_claim(conflict))} ({codes(conflict.sources)})",
        md(sentence(conflict.decision)),
    ]
