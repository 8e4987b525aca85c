"""Sentences about prompt limits and input images."""

from __future__ import annotations

from collections.abc import Sequence

from generator.ir import Images, Prompt
from generator.phrasing.locale import ENGLISH, Locale
from generator.phrasing.numbers import counted, listing, number, ratio_span, sentence, span


def prompt_words(prompt: Prompt, t: Locale = ENGLISH) -> str:
    """The prompt's limit as a sentence, and whether it may be missing or empty; "" where there is nothing to say."""
    lines: list[str] = []
    if prompt.max_characters is not None:
        limit = number(prompt.max_characters)
        lines.append(t.say("At most {limit} characters; the server silently truncates longer text.", limit=limit))
    if prompt.max_tokens is not None:
        limit = number(prompt.max_tokens)
        lines.append(t.say("At most {limit} tokens; the server silently truncates longer text.", limit=limit))
    if prompt.max_words is not None:
        limit = number(prompt.max_words)
        lines.append(t.say("At most {limit} words; the server silently truncates longer text.", limit=limit))
    if not prompt.required:
        lines.append(t.say("It may be left out."))
    if prompt.may_be_empty:
        lines.append(t.say("It may be empty."))
    return t.say(" ").join(lines)


def count_words(inputs: Sequence[Images], t: Locale = ENGLISH) -> str:
    """How many images a mode accepts: "1 to 9", "0"."""
    return span((sum(images.minimum for images in inputs), sum(images.maximum for images in inputs)), t)


_FORMS = {"url": "a web address", "data": "a data: URI", "oss": "an upload (oss://)"}


def images_words(images: Images, t: Locale = ENGLISH) -> list[str]:
    """The rules for the input images, a sentence each."""
    count = counted((images.minimum, images.maximum), "image", t=t)
    lines = [t.say("{count}, in the order in which the prompt numbers them.", count=count)]
    if images.single:
        lines = [t.say("One image.")] if images.minimum else [t.say("One image, if any.")]
    elif images.place is not None:
        lines = [sentence(count, t)]
    if images.doc:
        lines.insert(0, sentence(images.doc, t))
    lines.append(t.say("Formats: {formats}.", formats=listing(images.formats, t=t)))
    if images.sides:
        low, high = map(number, images.sides)
        if images.sides_recommended:
            lines.append(t.say("Each side should be {low} to {high} pixels.", low=low, high=high))
        else:
            lines.append(t.say("Each side must be {low} to {high} pixels.", low=low, high=high))
    for name, bounds in (("width", images.width), ("height", images.height)):
        if bounds:
            side = t.say("The {side} must be {range} pixels.", side=t.say(name), range=span(bounds, t))
            lines.append(side)
    if images.same_size_as:
        lines.append(t.say("It must have the width and height of {other}.", other=images.same_size_as))
    if images.aspect:
        lines.append(t.say("The aspect ratio must be {ratio}.", ratio=ratio_span(images.aspect, t)))
    if images.kilobytes is not None:
        lines.append(t.say("{range} KB each.", range=span(images.kilobytes, t)))
    if images.max_megabytes is not None:
        lines.append(t.say("At most {limit} MB each.", limit=images.max_megabytes))
    if images.total_megabytes is not None and not images.single:
        lines.append(t.say("At most {limit} MB together.", limit=images.total_megabytes))
    if images.alpha == "required":
        lines.append(t.say("Transparency is required: an image without an alpha channel is rejected."))
    elif images.alpha == "refused":
        lines.append(t.say("Transparency is not accepted: a PNG with an alpha channel is rejected."))
    elif images.alpha == "ignored":
        lines.append(t.say("Transparency is ignored."))
    if images.accepts:
        forms = listing([t.say(_FORMS[form]) for form in images.accepts], "or", t)
        lines.append(t.say("It is sent as {forms}.", forms=forms))
    if images.no_chinese_in_urls:
        lines.append(t.say("A URL must not contain Chinese characters."))
    if images.note:
        lines.append(t.text(images.note))
    return lines
