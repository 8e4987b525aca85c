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


def prompt_changes(scope: Scope, old: Prompt | None, new: Prompt | None, where: str = "") -> Iterator[Change]:
    """What became of the prompt; `where` names the route that has a limit of its own."""
    subject = f"`prompt`{where}"
    if old is None or new is None:
        if old is not None:
            yield scope.change("removed", "breaking", "prompt", f"{subject} is gone; the mode takes none.")
        elif new is not None:
            level: Level = "breaking" if new.required else "feature"
            yield scope.change("added", level, "prompt", f"{subject} is new.")
        return
    for unit in ("characters", "tokens", "words"):
        before, after = getattr(old, f"max_{unit}"), getattr(new, f"max_{unit}")
        for change in text_limit(scope, subject, unit, before, after):
            yield scope.change(change.kind, change.level, "prompt", change.said, old=change.old, new=change.new)
    if old.required != new.required:
        said = "must be given, before the images" if new.required else "may be left out, and is a keyword argument"
        yield scope.change("changed", "breaking", "prompt", f"{subject} {said}.", old=old.required, new=new.required)
    if old.may_be_empty != new.may_be_empty:
        kind, level = graded("widened" if new.may_be_empty else "narrowed")
        said = f"{subject} may {'be empty' if new.may_be_empty else 'no longer be empty'}."
        yield scope.change(kind, level, "prompt", said, old=old.may_be_empty, new=new.may_be_empty)
    if old.key != new.key:
        said = f"{subject} is sent as `{new.key}`; it was `{old.key}`."
        yield scope.change("changed", "fix", "prompt", said, old=old.key, new=new.key)
    yield from cited(scope, subject, old.sources, new.sources)
    yield from disputed(scope, subject, old.conflicts, new.conflicts)
    handled = {"max_characters", "max_tokens", "max_words", "required", "may_be_empty", "key", "sources", "conflicts"}
    yield from rest(scope, old, new, subject, handled)


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
    if old.place != new.place:
        places = [f"in `{each.place}`" if each.place else "with the prompt" for each in (new, old)]
        yield scope.change("changed", "fix", about, f"{subject} stands {places[0]} of a body; it stood {places[1]}.")
    if moved := motion((old.minimum, old.maximum), (new.minimum, new.maximum)):
        kind, level = graded(moved)
        said = f"{subject} accepts {_count(new)}; it accepted {span((old.minimum, old.maximum))}."
        bounds = [old.minimum, old.maximum], [new.minimum, new.maximum]
        yield scope.change(kind, level, about, said, old=plain(bounds[0]), new=plain(bounds[1]))
    yield from _formats(scope, old, new)
    yield from _sides(scope, old, new)
    yield from _aspect(scope, old, new)
    yield from _bounds(scope, old, new)
    yield from _same_size(scope, old, new)
    yield from _accepts(scope, old, new)
    yield from _megabytes(scope, old, new)
    yield from _alpha(scope, old, new)
    yield from cited(scope, subject, old.sources, new.sources)
    yield from disputed(scope, subject, old.conflicts, new.conflicts)
    handled = [
        *("name", "single", "place", "width", "height", "kilobytes", "total_megabytes", "same_size_as"),
        *("accepts", "no_chinese_in_urls"),
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


_BOUNDED = {
    "width": ("widths of {} pixels", "any width"),
    "height": ("heights of {} pixels", "any height"),
    "kilobytes": ("files of {} KB", "files of any length"),
}


def _bounds(scope: Scope, old: Images, new: Images) -> Iterator[Change]:
    for name, (words, free) in _BOUNDED.items():
        before, after = getattr(old, name), getattr(new, name)
        if moved := motion(before, after):
            kind, level = graded(moved)
            said = [words.format(span(each)) if each else free for each in (after, before)]
            told = f"`{new.name}` accepts {said[0]}; it accepted {said[1]}."
            yield scope.change(kind, level, new.name, told, old=plain(before), new=plain(after))
    totals = old.total_megabytes, new.total_megabytes
    if moved := motion(at_most(totals[0]), at_most(totals[1])):
        kind, level = graded(moved)
        words_ = [f"up to {limit} MB" if limit is not None else "any number of bytes" for limit in totals]
        told = f"all images of `{new.name}` may have {words_[1]} together; it was {words_[0]}."
        yield scope.change(kind, level, new.name, told, old=totals[0], new=totals[1])


def _same_size(scope: Scope, old: Images, new: Images) -> Iterator[Change]:
    if old.same_size_as != new.same_size_as:
        sizes = [f"the size of `{each}`" if each else "any size" for each in (new.same_size_as, old.same_size_as)]
        kind, level = graded("narrowed" if new.same_size_as else "widened")
        said = f"`{new.name}` accepts {sizes[0]}; it accepted {sizes[1]}."
        yield scope.change(kind, level, new.name, said, old=old.same_size_as, new=new.same_size_as)


def _accepts(scope: Scope, old: Images, new: Images) -> Iterator[Change]:
    forms = [set(each.accepts or ("url", "data", "oss")) for each in (old, new)]
    words = [listing(sorted(each), "or") for each in forms]
    if forms[0] != forms[1]:
        kind, level = graded("widened" if forms[0] < forms[1] else "narrowed")
        said = f"`{new.name}` accepts addresses of the form {words[1]}; it accepted {words[0]}."
        yield scope.change(kind, level, new.name, said, old=sorted(forms[0]), new=sorted(forms[1]))
    if old.no_chinese_in_urls != new.no_chinese_in_urls:
        kind, level = graded("narrowed" if new.no_chinese_in_urls else "widened")
        said = f"addresses of `{new.name}` may {'not ' if new.no_chinese_in_urls else ''}hold Chinese characters."
        yield scope.change(kind, level, new.name, said, old=old.no_chinese_in_urls, new=new.no_chinese_in_urls)


def _alpha(scope: Scope, old: Images, new: Images) -> Iterator[Change]:
    if old.alpha == new.alpha:
        return
    said = f"transparency of `{new.name}` is {new.alpha}; it was {old.alpha}."
    if new.alpha in ("refused", "required"):
        yield scope.change("narrowed", "breaking", new.name, said, old=old.alpha, new=new.alpha)
    elif old.alpha in ("refused", "required"):
        yield scope.change("widened", "feature", new.name, said, old=old.alpha, new=new.alpha)
    else:
        yield scope.change("text", "fix", new.name, said, old=old.alpha, new=new.alpha)
