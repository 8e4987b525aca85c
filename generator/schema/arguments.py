"""The schema of a flat call: prompt, reference images and parameters by name."""

from __future__ import annotations

from generator.ir import Images, Mode, Model
from generator.phrasing import images_words, prompt_words
from generator.schema.keywords import SOURCES, Schema
from generator.schema.parameters import argument_schema, prompt_schema
from generator.schema.rules import Layout, Place, rule_part

IMAGES = "reference_images"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def arguments_schema(model: Model, mode: Mode) -> Schema:
    """What a method accepts, for forms and agents. Sizes are written W*H here; the call accepts more spellings."""
    properties: Schema = {"prompt": _prompt(mode)}
    required = ["prompt"]
    if mode.images is not None:
        properties["reference_images"] = _images(mode.images)
        required += ["reference_images"] if mode.images.minimum else []
    for parameter in mode.parameters:
        if parameter.constant is None:
            properties[parameter.name] = argument_schema(parameter)
            required += [parameter.name] if parameter.required else []
    schema: Schema = {
        "$schema": DIALECT,
        "title": f"{model.id} {mode.name}",
        "description": mode.summary,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    rules = [rule_part(rule, _layout(mode)) for rule in mode.rules]
    return schema | ({"allOf": rules} if rules else {})


def _layout(mode: Mode) -> Layout:
    places = {name: Place(steps=(name,)) for name in ("prompt", *(parameter.name for parameter in mode.parameters))}
    return Layout(mode=mode, places={**places, IMAGES: Place(steps=(IMAGES,), optional_list=True)})


def _prompt(mode: Mode) -> Schema:
    description = f"What to draw or change. {prompt_words(mode.prompt)}".strip()
    return {"description": description, **prompt_schema(mode.prompt), SOURCES: list(mode.prompt.sources)}


def _images(images: Images) -> Schema:
    return {
        "description": f"Paths, URLs, data: or oss:// addresses. {' '.join(images_words(images))}",
        "type": "array",
        "items": {"type": "string", "minLength": 1},
        "minItems": images.minimum,
        "maxItems": images.maximum,
        SOURCES: list(images.sources),
    }
