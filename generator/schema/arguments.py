"""The schema of a flat call: prompt, reference images and parameters by name."""

from __future__ import annotations

from generator.ir import Images, Mode, Model, Prompt
from generator.phrasing import ENGLISH, Locale, images_words, prompt_words
from generator.schema.images import given_schema
from generator.schema.keywords import SOURCES, Schema
from generator.schema.parameters import argument_schema, prompt_schema
from generator.schema.rules import Layout, Place, with_rules

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def arguments_schema(model: Model, mode: Mode) -> Schema:
    """What a method accepts, for forms and agents. Sizes are written W*H here; the call accepts more spellings."""
    properties: Schema = {}
    required: list[str] = []
    if mode.prompt is not None:
        properties["prompt"] = _prompt(mode.prompt)
        required += ["prompt"] if mode.prompt.required else []
    for images in mode.inputs:
        properties[images.name] = _images(images)
        required += [images.name] if images.minimum else []
    for parameter in mode.parameters:
        if parameter.constant is None:
            properties[parameter.name] = argument_schema(parameter)
            required += [parameter.name] if parameter.required else []
    schema: Schema = {
        "$schema": DIALECT,
        "title": f"{model.id} {mode.name}",
        "description": mode.summary,
        **({"deprecated": True} if model.lifecycle and model.lifecycle.retires else {}),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    return with_rules(schema, _layout(mode))


def _layout(mode: Mode) -> Layout:
    places = {name: Place(steps=(name,)) for name in ("prompt", *(parameter.name for parameter in mode.parameters))}
    places |= {each.name: Place(steps=(each.name,), optional_list=not each.single) for each in mode.inputs}
    return Layout(mode=mode, places=places)


def prompt_description(prompt: Prompt, t: Locale = ENGLISH) -> str:
    """What a prompt is for, and its limit."""
    return t.say(" ").join(filter(None, (t.say("What to draw or change."), prompt_words(prompt, t))))


def images_description(images: Images, t: Locale = ENGLISH) -> str:
    """How images may be given, and what they must be."""
    if images.single:
        return t.say(" ").join((t.say("Path, URL, data: or oss:// address."), *images_words(images, t)))
    return t.say(" ").join((t.say("Paths, URLs, data: or oss:// addresses."), *images_words(images, t)))


def _prompt(prompt: Prompt) -> Schema:
    return {"description": prompt_description(prompt), **prompt_schema(prompt), SOURCES: list(prompt.sources)}


def _images(images: Images) -> Schema:
    image = given_schema(images)
    if images.single:
        return {"description": images_description(images), **image, SOURCES: list(images.sources)}
    return {
        "description": images_description(images),
        "type": "array",
        "items": image,
        "minItems": images.minimum,
        "maxItems": images.maximum,
        SOURCES: list(images.sources),
    }
