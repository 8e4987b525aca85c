"""Sentences about prompt limits and input images."""

from __future__ import annotations

from collections.abc import Sequence

from generator.ir import Images, Prompt
from generator.phrasing.locale import ENGLISH, Locale
from generator.phrasing.numbers import counted, listing, number, ratio_span, sentence, span


def prompt_words(prompt: Prompt, t: Locale = ENGLISH) -> str:
    """The prompt's limit as a sentence; "" where no document names one."""
    if prompt.max_characters is not None:
        limit = number(prompt.max_characters)
        return t.say("At most {limit} characters; the server silently truncates longer text.", limit=limit)
    if prompt.max_tokens is not None:
        limit = number(prompt.max_tokens)
        return t.say("At most {limit} tokens; the server silently truncates longer text.", limit=limit)
    return ""


def count_words(inputs: Sequence[Images], t: Locale = ENGLISH) -> str:
    """How many images a mode accepts: "1 to 9", "0"."""
    return span((sum(images.minimum for images in inputs), sum(images.maximum for images in inputs)), t)


def images_words(images: Images, t: Locale = ENGLISH) -> list[str]:
    """The rules for the input images, a sentence each."""
    count = counted((images.minimum, images.maximum), "image", t=t)
    lines = [t.say("{count}, in the order in which the prompt numbers them.", count=count)]
    if images.single:
        lines = [t.say("One image.")]
    elif images.place is not None:
        lines = [sentence(count, t)]
    lines.append(t.say("Formats: {formats}.", formats=listing(images.formats, t=t)))
    if images.sides:
        low, high = map(number, images.sides)
        if images.sides_recommended:
            lines.append(t.say("Each side should be {low} to {high} pixels.", low=low, high=high))
        else:
            lines.append(t.say("Each side must be {low} to {high} pixels.", low=low, high=high))
    if images.aspect:
        lines.append(t.say("The aspect ratio must be {ratio}.", ratio=ratio_span(images.aspect, t)))
    if images.max_megabytes is not None:
        lines.append(t.say("At most {limit} MB each.", limit=images.max_megabytes))
    if images.alpha == "refused":
        lines.append(t.say("Transparency is not accepted: a PNG with an alpha channel is rejected."))
    elif images.alpha == "ignored":
        lines.append(t.say("Transparency is ignored."))
    if images.note:
        lines.append(t.text(images.note))
    return lines
