"""Prompt limits and rules for input images, in words."""

from __future__ import annotations

from generator.ir import Images, Prompt
from generator.words.numbers import counted, listing, number, ratio_span, span


def prompt_words(prompt: Prompt) -> str:
    """The prompt's limit as a sentence; "" where no document names one."""
    if prompt.max_characters is not None:
        return f"At most {number(prompt.max_characters)} characters; the server cuts what is longer without a word."
    if prompt.max_tokens is not None:
        return f"At most {number(prompt.max_tokens)} tokens; the server cuts what is longer without a word."
    return ""


def count_words(images: Images | None) -> str:
    """How many reference images a mode takes: "1 to 9", "0"."""
    return span((images.minimum, images.maximum)) if images else "0"


def images_words(images: Images) -> list[str]:
    """The rules for the input images, a sentence each."""
    lines = [f"{counted((images.minimum, images.maximum), 'image')}, in the order that the prompt counts them."]
    lines.append(f"Formats: {listing(images.formats)}.")
    if images.sides:
        strength = "is best between" if images.sides_recommended else "lies between"
        lines.append(f"Each side {strength} {number(images.sides[0])} and {number(images.sides[1])} pixels.")
    if images.aspect:
        lines.append(f"Width to height is {ratio_span(images.aspect)}.")
    if images.max_megabytes is not None:
        lines.append(f"At most {images.max_megabytes} MB each.")
    if images.alpha == "refused":
        lines.append("No transparency: a PNG with an alpha channel is refused.")
    elif images.alpha == "ignored":
        lines.append("Transparency is ignored.")
    if images.note:
        lines.append(images.note)
    return lines
