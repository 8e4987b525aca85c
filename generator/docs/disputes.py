"""What documents disagree on for one model: both values, who states them, and the decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.docs.markdown import code, codes, md, table
from generator.ir import Conflict, Disagreement, Mode, Model, Spec, by_name
from generator.phrasing import Locale, claimed, listing, other_claim, sentence
from generator.phrasing.conflicts import Owner


@dataclass(frozen=True, slots=True)
class _Dispute:
    subject: str
    here: str
    conflict: Conflict


def disputes_table(model: Model, t: Locale) -> str:
    """A row per disputed fact; "" where the documents agree. Modes that share a dispute share a row."""
    modes: dict[str, list[str]] = {}
    disputes: dict[str, _Dispute] = {}
    for mode in model.modes:
        for dispute in _of_mode(mode, t):
            disputes.setdefault(repr(dispute), dispute)
            modes.setdefault(repr(dispute), []).append(mode.name)
    rows = [_row(dispute, modes[key], len(model.modes), t) for key, dispute in disputes.items()]
    rows += [_row(_region_dispute(model, conflict, t), [], 0, t) for conflict in model.region_conflicts]
    return _table(rows, t)


def disagreements_table(disagreements: Iterable[Disagreement], t: Locale) -> str:
    """Conflicts that are about no single field; "" where there are none."""
    rows = [
        [
            md(t.text(each.about)),
            f"{md(sentence(each.claim, t))} ({codes(each.sources)})",
            md(sentence(each.decision, t)),
        ]
        for each in disagreements
    ]
    return table([t.say("About"), t.say("Claim"), t.say("Decision")], rows) if rows else ""


def region_disputes_table(spec: Spec, t: Locale) -> str:
    """What documents disagree about for a region; "" where they agree."""
    rows = [
        [
            f"{code(region.id)}{t.say(': ')}{t.say(conflict.field)}",
            f"{md(str(getattr(region, conflict.field, None) or t.say('none')))} ({codes(conflict.stated_by)})",
            f"{md(other_claim(conflict, t))} ({codes(conflict.sources)})",
            md(sentence(conflict.decision, t)),
        ]
        for region in spec.api.regions
        for conflict in region.conflicts
    ]
    return _table(rows, t)


def _table(rows: list[list[str]], t: Locale) -> str:
    head = ["What", "Here", "Others say", "Decision"]
    return table([t.say(each) for each in head], rows) if rows else ""


def _of_mode(mode: Mode, t: Locale) -> Iterator[_Dispute]:
    if mode.prompt is not None:
        yield from _each(t.say("prompt"), mode.prompt, mode.prompt.conflicts, t)
    for images in mode.inputs:
        yield from _each(code(images.name), images, images.conflicts, t)
    for name, route in by_name(mode.routes).items():
        yield from _each(t.say("{protocol} route", protocol=name), route, route.conflicts, t)
        if route.prompt is not None:
            subject = t.say("prompt on the {protocol} route", protocol=name)
            yield from _each(subject, route.prompt, route.prompt.conflicts, t)
    for parameter in mode.parameters:
        yield from _each(code(parameter.name), parameter, parameter.conflicts, t)


def _each(subject: str, owner: Owner, conflicts: tuple[Conflict, ...], t: Locale) -> Iterator[_Dispute]:
    for conflict in conflicts:
        what = "" if conflict.field == "supported" else t.say(": ") + t.say(conflict.field.replace("_", " "))
        yield _Dispute(subject + what, claimed(owner, conflict.field, t), conflict)


def _region_dispute(model: Model, conflict: Conflict, t: Locale) -> _Dispute:
    return _Dispute(t.say("regions"), listing((use.region for use in model.regions), t=t), conflict)


def _row(dispute: _Dispute, modes: list[str], all_modes: int, t: Locale) -> list[str]:
    conflict = dispute.conflict
    where = t.say(" (in {modes})", modes=listing(modes, t=t)) if modes and len(modes) < all_modes else ""
    stated = f" ({codes(conflict.stated_by)})" if conflict.stated_by else ""
    return [
        dispute.subject + where,
        md(dispute.here) + stated,
        f"{md(other_claim(conflict, t))} ({codes(conflict.sources)})",
        md(sentence(conflict.decision, t)),
    ]
