"""What the schemas say in English, in Chinese: for forms that are made of them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ir import Mode, Spec
from generator.phrasing import ENGLISH, Locale, parameter_words
from generator.phrasing.chinese import chinese
from generator.schema.arguments import images_description, prompt_description
from generator.schema.json_text import json_text

PATH = "brushwork/texts/zh.json"


def translations(spec: Spec) -> dict[str, str]:
    """Path -> text: the Chinese of each description and summary, by its English."""
    models = [model for family in spec.families for model in family.models]
    t, found = chinese(spec.chinese), dict[str, str]()
    for model in models:
        found[model.summary] = t.text(model.summary)
        for mode in model.modes:
            found[mode.summary] = t.text(mode.summary)
            found |= dict(zip(_described(mode, ENGLISH), _described(mode, t), strict=True))
    return {PATH: json_text({english: found[english] for english in sorted(found) if found[english] != english})}


def _described(mode: Mode, t: Locale) -> Iterator[str]:
    """The descriptions of a mode's arguments, in the order of its schema."""
    if mode.prompt is not None:
        yield prompt_description(mode.prompt, t)
    for images in mode.inputs:
        yield images_description(images, t)
    for parameter in mode.parameters:
        if parameter.constant is None:
            yield parameter_words(parameter, t)
