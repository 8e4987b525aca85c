"""What a mode is given besides its parameters: the prompt and the reference images."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff.changes import Change, Level, Scope
from generator.diff.other_facts import cited, disputed, plain, rest
from generator.diff.pairs import at_most, graded, motion, ratios, words_gone_and_come
from generator.diff.parameters import text_limit
from generator.ir import Images, Prompt
from generator.phrasing import count_words, counted, listing, ratio_span, span

_ABOUT = "reference_images"
_SUBJECT = f"`{_ABOUT}`"


def prompt_changes(scope: Scope, old: Prompt, new: Prompt, where: str = "") -> Iterator[Change]:
    """What became of the limit of the prompt; `where` names the route that has a limit of its own."""
    subject = f"`prompt`{where}"
    for unit, before, after in (
        ("characters", old.max_characters, new.max_characters),
        ("tokens", old.max_tokens, new.max_tokens),
    ):
        for change in text_limit(scope, subject, unit, before, after):
            yield scope.change(change.kind, change.level, "prompt", change.said, old=change.old, new=change.new)
    yield from cited(scope, subject, old.sources, new.sources)
    yield from disputed(scope, subject, old.conflicts, new.conflicts)
    yield from rest(scope, old, new, subject, {"max_characters", "max_tokens", "sources", "conflicts"})


def images_changes(scope: Scope, old: Images | None, new: Images | None) -> Iterator[Change]:
    """What became of the reference images that a mode takes."""
    if old is None or new is None:
        if old is not new:
            yield _all_or_none(scope, new)
        return
    if moved := motion((old.minimum, old.maximum), (new.minimum, new.maximum)):
        kind, level = graded(moved)
        said = f"{_SUBJECT} accepts {_count(new)}; it accepted {count_words(old)}."
        bounds = [old.minimum, old.maximum], [new.minimum, new.maximum]
        yield scope.change(kind, level, _ABOUT, said, old=plain(bounds[0]), new=plain(bounds[1]))
    yield from _formats(scope, old.formats, new.formats)
    yield from _sides(scope, old, new)
    yield from _aspect(scope, old, new)
    yield from _megabytes(scope, old.max_megabytes, new.max_megabytes)
    yield from _alpha(scope, old, new)
    yield from cited(scope, _SUBJECT, old.sources, new.sources)
    yield from disputed(scope, _SUBJECT, old.conflicts, new.conflicts)
    handled = [
        "minimum",
        "maximum",
        "formats",
        "sides",
        "sides_recommended",
        "aspect",
        "alpha",
        "max_megabytes",
        "sources",
        "conflicts",
    ]
    yield from rest(scope, old, new, _SUBJECT, handled)


def _count(images: Images) -> str:
    return counted((images.minimum, images.maximum), "image")


def _all_or_none(scope: Scope, new: Images | None) -> Change:
    if new is None:
        return scope.change("removed", "breaking", _ABOUT, f"{_SUBJECT} is gone; the mode accepts none.")
    level: Level = "breaking" if new.minimum else "feature"
    return scope.change("added", level, _ABOUT, f"{_SUBJECT} is new: {_count(new)}.")


def _formats(scope: Scope, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    gone, come = words_gone_and_come(old, new)
    if gone:
        said = f"{_SUBJECT} no longer accepts {listing(gone, 'or')}."
        yield scope.change("narrowed", "breaking", _ABOUT, said, old=list(gone))
    if come:
        yield scope.change("widened", "feature", _ABOUT, f"{_SUBJECT} also accepts {listing(come)}.", new=list(come))


def _sides(scope: Scope, old: Images, new: Images) -> Iterator[Change]:
    """Recommended sides refuse nothing, so only those that are demanded open or close anything."""
    before = None if old.sides_recommended else old.sides
    after = None if new.sides_recommended else new.sides
    if moved := motion(before, after):
        kind, level = graded(moved)
        said = f"{_SUBJECT} accepts {_side_words(after)}; it accepted {_side_words(before)}."
        yield scope.change(kind, level, _ABOUT, said, old=plain(before), new=plain(after))
    elif (old.sides, old.sides_recommended) != (new.sides, new.sides_recommended):
        said = f"the advice on the sides of {_SUBJECT} is {_side_words(new.sides)}; it was {_side_words(old.sides)}."
        yield scope.change("text", "fix", _ABOUT, said, old=plain(old.sides), new=plain(new.sides))


def _side_words(sides: tuple[int, int] | None) -> str:
    return f"sides of {span(sides)} pixels" if sides else "sides of any length"


def _aspect(scope: Scope, old: Images, new: Images) -> Iterator[Change]:
    if moved := motion(ratios(old.aspect), ratios(new.aspect)):
        kind, level = graded(moved)
        words = [
            f"aspect ratios of {ratio_span(each)}" if each else "any aspect ratio" for each in (new.aspect, old.aspect)
        ]
        said = f"{_SUBJECT} accepts {words[0]}; it accepted {words[1]}."
        yield scope.change(kind, level, _ABOUT, said, old=plain(old.aspect), new=plain(new.aspect))


def _megabytes(scope: Scope, old: int | None, new: int | None) -> Iterator[Change]:
    if moved := motion(at_most(old), at_most(new)):
        kind, level = graded(moved)
        words = [f"files of up to {limit} MB" if limit is not None else "files of any length" for limit in (new, old)]
        said = f"{_SUBJECT} accepts {words[0]}; it accepted {words[1]}."
        yield scope.change(kind, level, _ABOUT, said, old=old, new=new)


def _alpha(scope: Scope, old: Images, new: Images) -> Iterator[Change]:
    if old.alpha == new.alpha:
        return
    said = f"transparency of {_SUBJECT} is {new.alpha}; it was {old.alpha}."
    if new.alpha == "refused":
        yield scope.change("narrowed", "breaking", _ABOUT, said, old=old.alpha, new=new.alpha)
    elif old.alpha == "refused":
        yield scope.change("widened", "feature", _ABOUT, said, old=old.alpha, new=new.alpha)
    else:
        yield scope.change("text", "fix", _ABOUT, said, old=old.alpha, new=new.alpha)
