"""Models and families: what of the client's attributes came and went."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff.changes import Change, Level, Scope
from generator.diff.modes import modes_changes
from generator.diff.other_facts import cited, disagreements, disputed, rest
from generator.diff.pairs import graded, pairs, words_gone_and_come
from generator.diff.prices import lifecycle_changes, prices_changes, rates_changes, typical_changes
from generator.ir import Family, Model, RegionUse, Spec
from generator.phrasing import listing, sentence

_MODEL = frozenset(
    [
        "id",
        "identifier",
        "class_name",
        "snapshots",
        "ids",
        "current",
        "activation",
        "without_images",
        "modes",
        "regions",
        "region_conflicts",
        "prices",
        "rate_limits",
        "typical_seconds",
        "lifecycle",
        "sources",
    ]
)
_FAMILY = frozenset(["id", "module", "file", "models", "sources", "disagreements", "examples", "answers"])


def models_changes(old: Spec, new: Spec) -> Iterator[Change]:
    """What became of the models, whatever family they stand in."""
    before, after = ([(f, model) for f in spec.families for model in f.models] for spec in (old, new))
    found = pairs(before, after, lambda entry: entry[1].id)
    for _, model in found.gone:
        scope = Scope(model=model.id, location=model.location)
        yield scope.change("removed", "breaking", "model", "no longer offered, in none of its modes.")
    for _, model in found.come:
        modes = listing(f"`{mode.name}`" for mode in model.modes)
        said = f"new, with {modes}. {sentence(model.summary)}"
        yield Scope(model=model.id, location=model.location).change("added", "feature", "model", said)
    for (was_in, earlier), (is_in, model) in found.both:
        yield from _changes(Scope(model=model.id, location=model.location), earlier, model)
        if was_in.id != is_in.id:
            said = f"the model stands in the family `{is_in.id}`; it stood in `{was_in.id}`."
            yield Scope(model=model.id).change("moved", "fix", "model", said, old=was_in.id, new=is_in.id)


def _changes(scope: Scope, old: Model, new: Model) -> Iterator[Change]:
    yield from _snapshots(scope, old, new)
    yield from _ids(scope, old, new)
    if old.without_images != new.without_images:
        yield _without_images(scope, old.without_images, new.without_images)
    yield from _regions(scope, old.regions, new.regions)
    yield from prices_changes(scope, old.prices, new.prices)
    yield from rates_changes(scope, old.rate_limits, new.rate_limits)
    yield from typical_changes(scope, old.typical_seconds, new.typical_seconds)
    yield from lifecycle_changes(scope, old.lifecycle, new.lifecycle)
    yield from modes_changes(old, new)
    yield from disputed(scope, "the regions", old.region_conflicts, new.region_conflicts)
    yield from cited(scope, "the model", old.sources, new.sources)
    yield from rest(scope, old, new, "the model", _MODEL, {"summary": "the description"})


def _snapshots(scope: Scope, old: Model, new: Model) -> Iterator[Change]:
    gone, come = words_gone_and_come(old.snapshots, new.snapshots)
    for name in gone:
        yield scope.change("removed", "breaking", "snapshots", f"`{name}` is no longer a snapshot of it.", old=name)
    for name in come:
        yield scope.change("added", "feature", "snapshots", f"the snapshot `{name}` is new.", new=name)


def _ids(scope: Scope, old: Model, new: Model) -> Iterator[Change]:
    """Ids of regions, the snapshot that is meant, what must be activated: none of them refuses a call."""
    for name in [name for name in old.names if name not in new.names and name in old.ids.values()]:
        yield scope.change("removed", "breaking", "ids", f"`{name}` is no longer an id of it.", old=name)
    for region in sorted({*old.ids, *new.ids}):
        was, now = old.ids.get(region, old.id), new.ids.get(region, new.id)
        if was != now:
            level: Level = "feature" if now not in old.names else "fix"
            said = f"in `{region}` it goes out as `{now}`; it was `{was}`."
            yield scope.change("changed", level, "ids", said, old=was, new=now)
    if old.current != new.current:
        now = f"`{new.current.snapshot}`" if new.current else "a snapshot that no document names"
        yield scope.change("text", "fix", "snapshots", f"the model's own id currently stands for {now}.")
    if old.activation != new.activation:
        now = f"must be activated before its first call {new.activation.where}" if new.activation else "needs none"
        yield scope.change("text", "fix", "activation", f"it {now}." if new.activation else "it needs no activation.")


def _without_images(scope: Scope, old: str | None, new: str | None) -> Change:
    """Where `on_unsupported="drop"` goes if there are no reference images."""
    about = "without_images"
    if old is None:
        said = f"without reference images it can fall back to `{new}`."
        return scope.change("added", "feature", about, said, new=new)
    said = f"without reference images it hands over to {f'`{new}`' if new else 'no model'}; it was to `{old}`."
    return scope.change("changed", "breaking", about, said, old=old, new=new)


def _regions(scope: Scope, old: tuple[RegionUse, ...], new: tuple[RegionUse, ...]) -> Iterator[Change]:
    found = pairs(old, new, lambda use: use.region)
    for use in found.gone:
        yield scope.change("narrowed", "breaking", "regions", f"it is gone from `{use.region}`.", old=use.region)
    for use in found.come:
        said = f"it is available in `{use.region}`{_only(use)}."
        yield scope.change("widened", "feature", "regions", said, new=use.region)
    for before, after in found.both:
        was, now = set(before.protocols), set(after.protocols)
        if was == now:
            continue
        said = f"in `{after.region}` it is available by {_protocols(after)}; it was by {_protocols(before)}."
        closed = bool(now) and (not was or not was <= now)
        kind, level = graded("narrowed" if closed else "widened")
        yield scope.change(kind, level, "regions", said, old=list(before.protocols), new=list(after.protocols))


def _only(use: RegionUse) -> str:
    return f", by {_protocols(use)}" if use.protocols else ""


def _protocols(use: RegionUse) -> str:
    return f"{listing(use.protocols)} calls only" if use.protocols else "every route"


def families_changes(old: Spec, new: Spec) -> Iterator[Change]:
    """What became of what families say beside their models: texts, sources, disputes, examples."""
    for before, after in pairs(old.families, new.families, lambda family: family.id).both:
        yield from _family(before, after)


def _family(old: Family, new: Family) -> Iterator[Change]:
    scope, subject = Scope(), f"the family `{new.id}`"
    yield from cited(scope, subject, old.sources, new.sources)
    yield from disagreements(scope, old.disagreements, new.disagreements, subject)
    examples = pairs(old.examples, new.examples, lambda example: example.name)
    for word, names in (("gone", examples.gone), ("new", examples.come)):
        for example in names:
            yield scope.change("text", "fix", example.name, f"the example `{example.name}` of {subject} is {word}.")
    for before, after in examples.both:
        about = f"the example `{after.name}` of {subject}"
        yield from rest(scope.at(after.location), before, after, about, {"name", "endpoint"})
    yield from rest(scope, old.answers, new.answers, f"the emulator's answers for {subject}", {"sources"})
    yield from cited(scope, f"the shape of answers of {subject}", old.answers.sources, new.answers.sources)
    yield from rest(scope, old, new, subject, _FAMILY)
