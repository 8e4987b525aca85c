"""The arguments of a mode's methods: names, annotations and defaults."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.ir import Images, Mode, Parameter, Size
from generator.naming import class_name
from generator.package.source_text import literal

_ANNOTATIONS = {
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "text": "str",
    "color": "Color",
    "boxes": "BoxLists",
    "palette": "PaletteInput",
}
RUNTIME_TYPES = ("BoxLists", "Color", "Extra", "ImageInput", "ImageInputs", "PaletteInput")
"""Annotations that come from the runtime's types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """An argument of a method; without a default it must be given."""

    name: str
    annotation: str
    default: str | None = None


def signature_parameters(mode: Mode) -> list[Parameter]:
    """The parameters that a caller sees: required ones first, then in wire order."""
    shown = [parameter for parameter in mode.parameters if parameter.constant is None]
    return sorted(shown, key=lambda parameter: not parameter.required)


def positional_arguments(mode: Mode) -> tuple[Argument, ...]:
    """The prompt and the image inputs, those first that a call must give."""
    inputs = map(_input_argument, positional_inputs(mode.inputs))
    return (*(_PROMPT if prompt_is_positional(mode) else ()), *inputs)


_PROMPT = (Argument(name="prompt", annotation="str"),)
_OPTIONAL_PROMPT = (Argument(name="prompt", annotation="str | None", default="None"),)


def prompt_is_positional(mode: Mode) -> bool:
    """Whether the prompt comes first; one that may be left out is a keyword."""
    return mode.prompt is not None and mode.prompt.required


def prompt_keyword(mode: Mode) -> tuple[Argument, ...]:
    """The prompt as a keyword argument, if it is one."""
    return () if mode.prompt is None or mode.prompt.required else _OPTIONAL_PROMPT


def positional_inputs(inputs: Iterable[Images]) -> list[Images]:
    """Image inputs in the order of the arguments: those first that a call must give."""
    return sorted(inputs, key=lambda images: images.minimum == 0)


def _input_argument(images: Images) -> Argument:
    annotation = "ImageInput" if images.single else "ImageInputs"
    if images.minimum:
        return Argument(name=images.name, annotation=annotation)
    if images.single:
        return Argument(name=images.name, annotation=f"{annotation} | None", default="None")
    return Argument(name=images.name, annotation=annotation, default="()")


def parameter_argument(parameter: Parameter, aliases: dict[str, str]) -> Argument:
    """A parameter as an argument; `aliases` names the types of those that have one."""
    annotation = aliases.get(parameter.name) or _ANNOTATIONS[parameter.kind]
    if parameter.required:
        return Argument(name=parameter.name, annotation=annotation)
    if parameter.send is not None:
        return Argument(name=parameter.name, annotation=annotation, default=literal(parameter.send))
    return Argument(name=parameter.name, annotation=f"{annotation} | None", default="None")


def option_arguments(mode: Mode) -> tuple[Argument, ...]:
    """What every method accepts besides the parameters, as far as it matters to the mode."""
    protocols = list(dict.fromkeys(route.protocol for route in mode.routes))
    options = [Argument(name="extra", annotation="Extra | None", default="None")]
    if mode.inputs:
        options.append(Argument(name="fit", annotation="bool | str", default="False"))
        options.append(Argument(name="inline", annotation="bool", default="False"))
    if mode.sized:
        options.append(Argument(name="output_size", annotation="str | tuple[int, int] | None", default="None"))
    if len(protocols) > 1:
        listed = ", ".join(map(literal, protocols))
        options.append(Argument(name="protocol", annotation=f"Literal[{listed}] | None", default="None"))
    if len(mode.routes) > len(protocols):  # the protocol alone does not tell them apart
        listed = ", ".join(map(literal, dict.fromkeys(route.endpoint for route in mode.routes)))
        options.append(Argument(name="route", annotation=f"Literal[{listed}] | None", default="None"))
    options.append(Argument(name="validate", annotation="bool", default="True"))
    options.append(Argument(name="timeout", annotation="float | None", default="None"))
    return tuple(options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dict:
    """A TypedDict; its name and those in its members begin with the `OWN` of the alias that needs it."""

    name: str
    members: tuple[tuple[str, str], ...]


OWN = "@"
"""The name of an alias, until it is known."""


def alias_type(parameter: Parameter) -> tuple[str, tuple[Dict, ...]] | None:
    """The type of a parameter that needs a name, and the TypedDicts in it; None where the type is short."""
    if parameter.kind not in ("size", "choice", "list", "object"):
        return None
    dicts: list[Dict] = []
    return _type(parameter, OWN, dicts), tuple(dicts)


def _type(parameter: Parameter, name: str, dicts: list[Dict]) -> str:
    """The type of a value. A choice that the documents leave open takes any text, or any integer."""
    if parameter.kind == "size":
        return " | ".join([*_literals(_size_words(parameter.size or Size())), "str", "tuple[int, int]"])
    if parameter.kind == "choice":
        others = [type(parameter.choices[0]).__name__] if parameter.open else []
        return " | ".join([*_literals(parameter.choices), *others])
    if parameter.items is not None:
        return f"Sequence[{_type(parameter.items, f'{name}Item', dicts)}]"
    if parameter.kind == "object":
        typed = [(each, _type(each, name + class_name(each.name), dicts)) for each in parameter.members]
        members = [(each.name, kind if each.required else f"NotRequired[{kind}]") for each, kind in typed]
        dicts.append(Dict(name=name, members=tuple(members)))
        return name
    return _ANNOTATIONS[parameter.kind]


def _size_words(size: Size) -> list[str]:
    """Presets, ratios and recommended sizes as a caller writes them."""
    return [*size.presets, *size.ratios, *(f"{width}*{height}" for width, height in size.recommended)]


def _literals(values: Sequence[str | int]) -> list[str]:
    return [f"Literal[{', '.join(map(literal, values))}]"] if values else []
