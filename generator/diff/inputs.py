"""What a mode is given besides its parameters: the prompt and the reference images."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.diff.changes import Change, Level, Scope
from generator.diff.other_facts import cited, disputed, plain, rest
from generator.diff.pairs import at_most, graded, motion, pairs, ratios, words_gone_and_come
from generator.diff.parameters import text_limit
from generator.ir import Images, Prompt
from generator.package.signatures import positional_inputs
from generator.phrasing import counted, listing, ratio_span, span


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


def inputs_changes(scope: Scope, old: tuple[Images, ...], new: tuple[Images, ...]) -> Iterator[Change]:
    """What became of the image inputs of a mode."""
    found = pairs(old, new, lambda images: images.name)
    for images in found.gone:
        said = f"`{images.name}` is gone; the mode accepts {_of_others(new)}."
        yield scope.change("removed", "breaking", images.name, said)
    for images in found.come:
        level: Level = "breaking" if images.minimum else "feature"
        yield scope.change("added", level, images.name, f"`{images.name}` is new: {_count(images)}.")
    for before, after in found.both:
        yield from _images_changes(scope, before, after)
    yield from _order(scope, found.both, old, new)


def _of_others(inputs: tuple[Images, ...]) -> str:
    return listing(f"`{images.name}`" for images in inputs) if inputs else "none"


def _order(
    scope: Scope, both: Iterable[tuple[Images, Images]], old: tuple[Images, ...], new: tuple[Images, ...]
) -> Iterator[Change]:
    """Inputs are arguments by their place, so that another order is another meaning of a call."""
    kept = {after.name for _, after in both}
    before, after = ([each.name for each in positional_inputs(side) if each.name in kept] for side in (old, new))
    if before != after:
        said = f"the images of a call are {listing(f'`{name}`' for name in after)}, in this order; they were "
        said += f"{listing(f'`{name}`' for name in before)}."
        yield scope.change("changed", "breaking", after[0], said, old=plain(before), new=plain(after))


def _images_changes(scope: Scope, old: Images, new: Images) -> Iterator[Change]:
    about, subject = new.name, f"`{new.name}`"
    if old.single != new.single:
        kinds = ["one image by itself" if each.single else "a list of images" for each in (new, old)]
        yield scope.change("changed", "breaking", about, f"{subject} is {kinds[0]}; it was {kinds[1]}.")
    if moved := motion((old.minimum, old.maximum), (new.minimum, new.maximum)):
        kind, level = graded(moved)
        said = f"{subject} accepts {_count(new)}; it accepted {span((old.minimum, old.maximum))}."
        bounds = [old.minimum, old.maximum], [new.minimum, new.maximum]
        yield scope.change(kind, level, about, said, old=plain(bounds[0]), new=plain(bounds[1]))
    yield from _formats(scope, old, new)
    yield from _sides(scope, old, new)
    yield from _aspect(scope, old, new)
    yield from _megabytes(scope, old, new)
    yield from _alpha(scope, old, new)
    yield from cited(scope, subject, old.sources, new.sources)
    yield from disputed(scope, subject, old.conflicts, new.conflicts)
    handled = [
        "name",
        "single",
        "place",
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
    yield from rest(scope, old, new, subject, handled)


def _count(images: Images) -> str:
    return counted((images.minimum, images.maximum), "image")


def _formats(scope: Scope, old: Images, new: Images) -> Iterator[Change]:
    gone, come = words_gone_and_come(old.formats, new.formats)
    if gone:
        said = f"`{new.name}` no longer accepts {listing(gone, 'or')}."
        yield scope.change("narrowed", "breaking", new.name, said, old=list(gone))
    if come:
        yield scope.change(
            "widened", "feature", new.name, f"`{new.name}` also accepts {listing(come)}.", new=list(come)
        )


def _sides(scope: Scope, old: Images, new: Images) -> Iterator[Change]:
    """Recommended sides refuse nothing, so only those that are demanded open or close anything."""
    before = None if old.sides_recommended else old.sides
    after = None if new.sides_recommended else new.sides
    if moved := motion(before, after):
        kind, level = graded(moved)
        said = f"`{new.name}` accepts {_side_words(after)}; it accepted {_side_words(before)}."
        yield scope.change(kind, level, new.name, said, old=plain(before), new=plain(after))
    elif (old.sides, old.sides_recommended) != (new.sides, new.sides_recommended):
        said = f"the advice on the sides of `{new.name}` is {_side_words(new.sides)}; it was {_side_words(old.sides)}."
        yield scope.change("text", "fix", new.name, said, old=plain(old.sides), new=plain(new.sides))


def _side_words(sides: tuple[int, int] | None) -> str:
    return f"sides of {span(sides)} pixels" if sides else "sides of any length"


def _aspect(scope: Scope, old: Images, new: Images) -> Iterator[Change]:
    if moved := motion(ratios(old.aspect), ratios(new.aspect)):
        kind, level = graded(moved)
        words = [
            f"aspect ratios of {ratio_span(each)}" if each else "any aspect ratio" for each in (new.aspect, old.aspect)
        ]
        said = f"`{new.name}` accepts {words[0]}; it accepted {words[1]}."
        yield scope.change(kind, level, new.name, said, old=plain(old.aspect), new=plain(new.aspect))


def _megabytes(scope: Scope, old: Images, new: Images) -> Iterator[Change]:
    limits = old.max_megabytes, new.max_megabytes
    if moved := motion(at_most(limits[0]), at_most(limits[1])):
        kind, level = graded(moved)
        words = [f"files of up to {limit} MB" if limit is not None else "files of any length" for limit in limits]
        said = f"`{new.name}` accepts {words[1]}; it accepted {words[0]}."
        yield scope.change(kind, level, new.name, said, old=limits[0], new=limits[1])


def _alpha(scope: Scope, old: Images, new: Images) -> Iterator[Change]:
    if old.alpha == new.alpha:
        return
    said = f"transparency of `{new.name}` is {new.alpha}; it was {old.alpha}."
    if new.alpha == "refused":
        yield scope.change("narrowed", "breaking", new.name, said, old=old.alpha, new=new.alpha)
    elif old.alpha == "refused":
        yield scope.change("widened", "feature", new.name, said, old=old.alpha, new=new.alpha)
    else:
        yield scope.change("text", "fix", new.name, said, old=old.alpha, new=new.alpha)
