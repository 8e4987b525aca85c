"""Parameters of a mode: those that came and went, and what became of the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from generator.diff.changes import Change, Level, Scope
from generator.diff.other_facts import cited, disputed, plain, rest
from generator.diff.pairs import at_most, graded, motion, pairs, words_gone_and_come
from generator.diff.sizes import size_changes
from generator.ir import Bounds, Parameter, Size
from generator.phrasing import (
    bills_words,
    counted,
    default_words,
    listing,
    number,
    number_words,
    range_words,
    span,
    value,
)

_HANDLED = frozenset(
    [
        "name",
        "kind",
        "place",
        "wire",
        "sources",
        "conflicts",
        "default",
        "default_text",
        "send",
        "required",
        "constant",
        "bills",
        "range",
        "exclusive",
        "step",
        "excluded",
        "open",
        "max_characters",
        "choices",
        "size",
        "boxes",
        "colors",
        "max_words",
        "form",
        "items",
        "count",
        "combinations",
        "members",
    ]
)


def parameters_changes(scope: Scope, old: tuple[Parameter, ...], new: tuple[Parameter, ...]) -> Iterator[Change]:
    """What became of the parameters of one mode; their order on the wire says nothing."""
    found = pairs(old, new, lambda parameter: parameter.name)
    for parameter in found.gone:
        yield _gone(scope.at(parameter.location), parameter)
    for parameter in found.come:
        yield _come(scope.at(parameter.location), parameter)
    for before, after in found.both:
        yield from _changes(scope.at(after.location), before, after)


def _gone(scope: Scope, parameter: Parameter) -> Change:
    if parameter.constant is not None:
        said = f"`{parameter.name}` is no longer sent; it was always {value(parameter.constant)}."
        return scope.change("removed", "fix", parameter.name, said)
    return scope.change("removed", "breaking", parameter.name, f"`{parameter.name}` is gone.")


def _come(scope: Scope, parameter: Parameter) -> Change:
    name = parameter.name
    if parameter.constant is not None:
        said = f"`{name}` is always sent as {value(parameter.constant)}."
        return scope.change("added", "fix", name, said, new=parameter.constant)
    said = f"`{name}` is new: {range_words(parameter)}"
    if parameter.required:
        return scope.change("added", "breaking", name, f"{said}; it is required.")
    if parameter.send is None:
        return scope.change("added", "feature", name, f"{said}.")
    level: Level = "feature" if _as_the_server_does(parameter) else "breaking"
    return scope.change("added", level, name, f"{said}; without it {value(parameter.send)} is sent.")


def _as_the_server_does(parameter: Parameter) -> bool:
    """Whether sending `send` is the same as sending nothing: it is the server's default, and nobody disputes that."""
    settled = not any(conflict.field == "default" for conflict in parameter.conflicts)
    return parameter.send == parameter.default and settled and parameter.bills is None


def _changes(scope: Scope, old: Parameter, new: Parameter) -> Iterator[Change]:
    subject = f"`{new.name}`"
    if (old.constant is None) != (new.constant is None):
        yield _constant(scope, old, new)
    elif new.constant is not None:
        if old.constant != new.constant:
            said = f"{subject} is always sent as {value(new.constant)}; it was as {value(old.constant)}."
            yield scope.change("moved", "fix", new.name, said, old=old.constant, new=new.constant)
    elif old.kind != new.kind:
        said = f"{subject} has another type: {range_words(new)}; it accepted {range_words(old)}."
        yield scope.change("changed", "breaking", new.name, said, old=old.kind, new=new.kind)
    else:
        yield from _values(scope, old, new)
        yield from _sent(scope, old, new)
    yield from _default(scope, old, new)
    if (old.place, old.wire) != (new.place, new.wire):
        said = f"{subject} is sent elsewhere in the request body."
        yield scope.change("moved", "fix", new.name, said, old=plain(old.place), new=plain(new.place))
    if old.bills != new.bills:
        said = f"{subject}: {bills_words(new) or 'it does not change the bill.'}"
        yield scope.change("price", "fix", new.name, said, old=old.bills, new=new.bills)
    yield from cited(scope, subject, old.sources, new.sources)
    yield from disputed(scope, subject, old.conflicts, new.conflicts)
    yield from rest(scope, old, new, subject, _HANDLED, {"doc": "the description"})


def _constant(scope: Scope, old: Parameter, new: Parameter) -> Change:
    if new.constant is not None:
        said = f"`{new.name}` can no longer be given; {value(new.constant)} is always sent."
        return scope.change("removed", "breaking", new.name, said, new=new.constant)
    level: Level = "breaking" if new.required else "feature"
    said = f"`{new.name}` {'must' if new.required else 'can'} be given; {value(old.constant)} was always sent."
    return scope.change("added", level, new.name, said, old=old.constant)


def _values(scope: Scope, old: Parameter, new: Parameter) -> Iterator[Change]:
    match new.kind:
        case "integer" | "number":
            yield from _bounds(scope, new.name, old.range, new.range)
            yield from _numbers(scope, old, new)
        case "boxes":
            yield from _bounds(scope, new.name, old.boxes, new.boxes, ("box", "boxes"), " per reference image")
        case "palette":
            yield from _bounds(scope, new.name, old.colors, new.colors, ("colour", "colours"))
        case "text":
            yield from text_limit(scope, f"`{new.name}`", "characters", old.max_characters, new.max_characters)
            yield from text_limit(scope, f"`{new.name}`", "words", old.max_words, new.max_words)
        case "list":
            yield from _lists(scope, old, new)
        case "object":
            yield from parameters_changes(scope, _members(old), _members(new))
        case "color":
            if old.form != new.form:
                said = f"`{new.name}` is sent as {new.form}; it was as {old.form}."
                yield scope.change("moved", "fix", new.name, said, old=old.form, new=new.form)
        case "choice":
            yield from _choices(scope, old, new)
        case "size":
            yield from size_changes(scope, new.name, old.size or Size(), new.size or Size())
        case "boolean":
            pass


def _bounds(
    scope: Scope,
    name: str,
    old: Bounds | None,
    new: Bounds | None,
    nouns: tuple[str, str] | None = None,
    per: str = "",
) -> Iterator[Change]:
    if moved := motion(old, new):
        kind, level = graded(moved)
        words = [_span(bounds, nouns) for bounds in (new, old)]
        said = f"`{name}` accepts {words[0]}{per}; it accepted {words[1]}."
        yield scope.change(kind, level, name, said, old=plain(old), new=plain(new))


def _lists(scope: Scope, old: Parameter, new: Parameter) -> Iterator[Change]:
    yield from _bounds(scope, new.name, old.count, new.count, ("item", "items"))
    if old.items and new.items:
        yield from _changes(scope, *(replace(each, name=f"{new.name}[]") for each in (old.items, new.items)))
    before, after = (plain(side.combinations) for side in (old, new))
    if before != after:
        fewer = new.combinations and not (old.combinations and {*old.combinations} <= {*new.combinations})
        kind, level = graded("narrowed" if fewer else "widened")
        said = f"`{new.name}` accepts {range_words(new)}; it accepted {range_words(old)}."
        yield scope.change(kind, level, new.name, said, old=before, new=after)


def _members(parameter: Parameter) -> tuple[Parameter, ...]:
    """The members of an object by their paths."""
    return tuple(replace(member, name=f"{parameter.name}.{member.name}") for member in parameter.members)


def _numbers(scope: Scope, old: Parameter, new: Parameter) -> Iterator[Change]:
    """What became of the numbers that are not in the range though they lie in it."""
    looser = {
        "exclusive": set(new.exclusive) <= set(old.exclusive),
        "step": new.step is None or (old.step is not None and Decimal(str(old.step)) % Decimal(str(new.step)) == 0),
        "excluded": set(new.excluded) <= set(old.excluded),
    }
    for field, widened in looser.items():
        before, after = plain(getattr(old, field)), plain(getattr(new, field))
        if before != after:
            kind, level = graded("widened" if widened else "narrowed")
            said = f"`{new.name}` accepts {number_words(new)}; it accepted {number_words(old)}."
            yield scope.change(kind, level, new.name, said, old=before, new=after)


def _span(bounds: Bounds | None, nouns: tuple[str, str] | None) -> str:
    if bounds is None:
        return "any number"
    return counted(bounds, *nouns) if nouns else span(bounds)


def text_limit(scope: Scope, subject: str, unit: str, old: int | None, new: int | None) -> Iterator[Change]:
    """A limit after which the server silently truncates a text; a lower one loses text, so it is breaking."""
    if moved := motion(at_most(old), at_most(new)):
        kind, level = graded(moved)
        limits = [f"{number(limit)} {unit}" if limit is not None else "no known limit" for limit in (new, old)]
        effect = "; longer text is truncated by the server, with a warning" if moved == "narrowed" else ""
        said = f"{subject} accepts up to {limits[0]}; it accepted up to {limits[1]}{effect}."
        said = said.replace("up to no known limit", "text of any length")
        yield scope.change(kind, level, subject.strip("`"), said, old=old, new=new)


def _choices(scope: Scope, old: Parameter, new: Parameter) -> Iterator[Change]:
    name = new.name
    gone, come = words_gone_and_come(map(str, old.choices), map(str, new.choices))
    if old.open != new.open:
        kind, level = graded("widened" if new.open else "narrowed")
        said = f"`{name}` accepts {'other values too' if new.open else 'no other values any more'}."
        yield scope.change(kind, level, name, said, old=bool(old.open), new=bool(new.open))
    if gone and new.open:
        said = f"the documents no longer name {listing(gone, 'or')} for `{name}`."
        yield scope.change("text", "fix", name, said, old=list(gone))
    elif gone:
        said = f"`{name}` no longer accepts {listing(gone, 'or')}."
        yield scope.change("narrowed", "breaking", name, said, old=list(gone))
    if come and old.open:
        said = f"the documents also name {listing(come, 'or')} for `{name}`."
        yield scope.change("text", "fix", name, said, new=list(come))
    elif come:
        yield scope.change("widened", "feature", name, f"`{name}` also accepts {listing(come, 'or')}.", new=list(come))


def _sent(scope: Scope, old: Parameter, new: Parameter) -> Iterator[Change]:
    name = new.name
    if old.required != new.required:
        if new.required:
            yield scope.change("narrowed", "breaking", name, f"`{name}` is required.", old=False, new=True)
        else:
            said = f"`{name}` may be left out; {_what_goes(new)}."
            yield scope.change("widened", "feature", name, said, old=True, new=False)
    elif old.send != new.send:
        level: Level = "fix" if _same_meaning(old, new) else "breaking"
        said = f"without `{name}` {_what_goes(new)}; before, {_what_goes(old)}."
        yield scope.change("default", level, name, said, old=old.send, new=new.send)


def _what_goes(parameter: Parameter) -> str:
    return "nothing is sent for it" if parameter.send is None else f"{value(parameter.send)} is sent"


def _same_meaning(old: Parameter, new: Parameter) -> bool:
    """Sending the server's own default, or leaving out what was the same, changes no picture."""
    if new.send is None:
        return old.send == new.default and _as_the_server_does(old)
    return old.send is None and _as_the_server_does(new)


def _default(scope: Scope, old: Parameter, new: Parameter) -> Iterator[Change]:
    before, after = default_words(old), default_words(new)
    if before != after:
        name = new.name
        said = f"the server's default of `{name}` is {after or 'not documented'}; it was {before or 'not documented'}."
        yield scope.change("default", "fix", name, said, old=before or None, new=after or None)
