"""What a size parameter accepts: presets, ratios, lists and bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from generator.diff.changes import Change, Scope
from generator.diff.other_facts import plain, rest
from generator.diff.pairs import Motion, graded, motion, ratios
from generator.ir import Pixels, Size
from generator.phrasing import area_span, dimensions, listing, ratio_span, span

_HANDLED = frozenset({"presets", "pixels", "sides", "aspect", "ratios", "recommended", "tiers", "fixed"})


def size_changes(scope: Scope, name: str, old: Size, new: Size) -> Iterator[Change]:
    """What became of the sizes that the parameter `name` takes."""
    yield from _presets(scope, name, old.presets, new.presets)
    yield from _ratios(scope, name, old.ratios, new.ratios)
    yield from _fixed(scope, name, old, new)
    if not (old.fixed or new.fixed):
        yield from _bounds(scope, name, old, new)
    yield from _listed(scope, name, old, new)
    yield from rest(scope, old, new, f"`{name}`", _HANDLED)


def _presets(scope: Scope, name: str, old: Mapping[str, Pixels], new: Mapping[str, Pixels]) -> Iterator[Change]:
    yield from _words(scope, name, old, new)
    for word in new:
        if word in old and old[word] != new[word]:
            said = f'`{name}="{word}"` is {dimensions(new[word])}; it was {dimensions(old[word])}.'
            yield scope.change("default", "fix", name, said, old=dimensions(old[word]), new=dimensions(new[word]))


def _ratios(scope: Scope, name: str, old: Mapping[str, Pixels], new: Mapping[str, Pixels]) -> Iterator[Change]:
    yield from _words(scope, name, old, new)
    for label in new:
        if label in old and old[label] != new[label]:
            said = f'`{name}="{label}"` sends {dimensions(new[label])}; it sent {dimensions(old[label])}.'
            yield scope.change(
                "changed", "breaking", name, said, old=dimensions(old[label]), new=dimensions(new[label])
            )


def _words(scope: Scope, name: str, old: Mapping[str, Pixels], new: Mapping[str, Pixels]) -> Iterator[Change]:
    gone = [word for word in old if word not in new]
    come = [word for word in new if word not in old]
    if gone:
        said = f"`{name}` no longer accepts {_quoted(gone, old, 'or')}."
        yield scope.change("narrowed", "breaking", name, said, old=list(gone))
    if come:
        said = f"`{name}` also accepts {_quoted(come, new, 'and')}."
        yield scope.change("widened", "feature", name, said, new=list(come))


def _quoted(words: list[str], sizes: Mapping[str, Pixels], conjunction: str) -> str:
    return listing([f'"{word}" ({dimensions(sizes[word])})' for word in words], conjunction)


def _fixed(scope: Scope, name: str, old: Size, new: Size) -> Iterator[Change]:
    if new.fixed and not old.fixed:
        said = f"`{name}` accepts only the listed sizes; it accepted every size within bounds."
        yield scope.change("narrowed", "breaking", name, said, old=False, new=True)
    elif old.fixed and not new.fixed:
        said = f"`{name}` accepts every size within bounds; it accepted only the listed ones."
        yield scope.change("widened", "feature", name, said, old=True, new=False)


def _bounds(scope: Scope, name: str, old: Size, new: Size) -> Iterator[Change]:
    moves: tuple[tuple[str, Motion | None], ...] = (
        ("pixels", motion(old.pixels, new.pixels)),
        ("sides", motion(old.sides, new.sides)),
        ("aspect", motion(ratios(old.aspect), ratios(new.aspect))),
    )
    for field, moved in moves:
        if moved:
            kind, level = graded(moved)
            said = f"`{name}` accepts {_bound(new, field)}; it accepted {_bound(old, field)}."
            values = plain(getattr(old, field)), plain(getattr(new, field))
            yield scope.change(kind, level, name, said, old=values[0], new=values[1])


def _bound(size: Size, field: str) -> str:
    match field:
        case "pixels":
            return area_span(size.pixels) if size.pixels else "any area"
        case "sides":
            return f"sides of {span(size.sides)} pixels" if size.sides else "sides of any length"
        case _:
            return f"aspect ratios of {ratio_span(size.aspect)}" if size.aspect else "any aspect ratio"


def _listed(scope: Scope, name: str, old: Size, new: Size) -> Iterator[Change]:
    """Sizes of the lists: what was or is taken for that alone, and what is taken as ever and only no longer advised."""
    gone = [size for size in old.recommended if size not in new.recommended]
    come = [size for size in new.recommended if size not in old.recommended]
    refused = [size for size in gone if not _takes(new, size)]
    opened = [size for size in come if not _takes(old, size)]
    if refused:
        said = f"`{name}` no longer accepts {_sizes(refused, 'or')}."
        yield scope.change("narrowed", "breaking", name, said, old=[dimensions(size) for size in refused])
    if opened:
        said = f"`{name}` also accepts {_sizes(opened, 'and')}."
        yield scope.change("widened", "feature", name, said, new=[dimensions(size) for size in opened])
    if unadvised := [size for size in gone if size not in refused]:
        said = f"{_sizes(unadvised, 'and')} {_are(unadvised)} no longer recommended for `{name}`, and still accepted."
        yield scope.change("text", "fix", name, said)
    if advised := [size for size in come if size not in opened]:
        said = f"{_sizes(advised, 'and')} {_are(advised)} recommended for `{name}`, and accepted as before."
        yield scope.change("text", "fix", name, said)


def _are(sizes: list[Pixels]) -> str:
    return "is" if len(sizes) == 1 else "are"


def _sizes(sizes: list[Pixels], conjunction: str) -> str:
    return listing([dimensions(size) for size in sizes], conjunction)


def _takes(size: Size, pixels: Pixels) -> bool:
    if pixels in size.recommended or pixels in size.ratios.values():
        return True
    if size.fixed:
        return False
    aspect = ratios(size.aspect)
    width, height = pixels
    return (
        (size.pixels is None or size.pixels[0] <= width * height <= size.pixels[1])
        and (size.sides is None or all(size.sides[0] <= side <= size.sides[1] for side in pixels))
        and (aspect is None or aspect[0] <= Fraction(width, height) <= aspect[1])
    )
