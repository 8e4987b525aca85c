"""The client modules: `brushwork/clients/<family>.py`, one class per model and one per mode."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.ir import Family, Mode, Model
from generator.naming import class_name, distinct
from generator.package.aliases import Alias, type_aliases
from generator.package.answer_types import value_types
from generator.package.docstrings import (
    Facts,
    call_docstring,
    notes,
    prepare_docstring,
    price_words,
    stream_docstring,
    submit_docstring,
    way_words,
)
from generator.package.signatures import (
    RUNTIME_TYPES,
    Argument,
    option_arguments,
    parameter_argument,
    positional_arguments,
    prompt_keyword,
    signature_parameters,
)
from generator.package.source_text import docstring, paragraph
from generator.package.tables import constant_name
from generator.phrasing import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """`__call__`, `submit`, `stream` or `prepare`."""

    name: str
    positional: tuple[Argument, ...]
    keyword: tuple[Argument, ...]
    returns: str
    doc: str
    then: str
    """The method of the base class that does it."""
    prompt: str
    """What is passed on as the prompt."""
    images: tuple[str, ...]
    """The image inputs, in their order."""
    values: tuple[str, ...]
    """The parameters, in wire order."""
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeClass:
    """A mode of a model."""

    name: str
    doc: str
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeProperty:
    """The property of a model class for a mode."""

    name: str
    class_name: str
    doc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelClass:
    """A model."""

    name: str
    doc: str
    table: str
    modes: tuple[ModeProperty, ...]
    snapshots: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientModule:
    """What `client_module.py.j2` shows."""

    doc: str
    tables: str
    constants: tuple[str, ...]
    streams: bool
    sequences: bool
    runtime_types: tuple[str, ...]
    typing_names: tuple[str, ...]
    aliases: tuple[Alias, ...]
    values: dict[str, str]
    """Model id -> the TypedDict of its values."""
    modes: tuple[ModeClass, ...]
    models: tuple[ModelClass, ...]


def client_module(family: Family, facts: Facts) -> ClientModule:
    """The classes of a family."""
    names = _mode_class_names(family)
    taken = {*names.values(), *(model.class_name for model in family.models)}
    aliases = type_aliases(family, class_name(family.id), taken)
    answers, values = value_types(family, class_name(family.id), taken)
    listed = (*aliases.listed, *answers)
    modes = tuple(
        _mode_class(model, mode, names[model.id, mode.name], aliases.of_mode(model.id, mode.name), facts)
        for model in family.models
        for mode in model.modes
    )
    models = tuple(_model_class(model, names, facts) for model in family.models)
    annotations = " ".join(
        argument.annotation
        for mode in modes
        for method in mode.methods
        for argument in (*method.positional, *method.keyword)
    )
    types = [text for alias in listed for text in (alias.type, *(kind for _, kind in alias.members))]
    texts = " ".join((annotations, *types))
    snapshots = any(model.snapshots for model in models)
    typing = {
        "Literal": "Literal[" in texts or snapshots,
        "NotRequired": "NotRequired[" in texts,
        "Self": snapshots,
        "TypedDict": any(alias.members for alias in listed),
    }
    return ClientModule(
        doc=_module_docstring(family),
        tables=family.module,
        constants=tuple(sorted((model.table for model in models), key=str.lower)),
        streams=any(method.name == "stream" for mode in modes for method in mode.methods),
        sequences="Sequence[" in texts,
        runtime_types=tuple(name for name in RUNTIME_TYPES if re.search(rf"\b{name}\b", texts)),
        typing_names=tuple(name for name, used in typing.items() if used),
        aliases=listed,
        values=values,
        modes=modes,
        models=models,
    )


def _mode_class_names(family: Family) -> dict[tuple[str, str], str]:
    """Model and mode -> `Wan2_7ImageProEdit`, followed by "Mode" where another class of the module has that name."""
    taken = {model.class_name for model in family.models}
    names: dict[tuple[str, str], str] = {}
    for model in family.models:
        for mode in model.modes:
            names[model.id, mode.name] = distinct(model.class_name + class_name(mode.name), "Mode", taken)
    return names


def _module_docstring(family: Family) -> str:
    lines = paragraph(f"{family.title}: {family.summary}", 3)
    models = paragraph(f"Models: {', '.join(model.id for model in family.models)}.", 0)
    return docstring([*lines, "", *models], 0)


def _mode_class(model: Model, mode: Mode, name: str, aliases: dict[str, str], facts: Facts) -> ModeClass:
    doc = f"`client.{model.identifier}.{mode.name}`: {mode.summary[0].lower()}{mode.summary[1:]}"
    lines = paragraph(sentence(doc), 7)
    lines += ["", *paragraph(way_words(model, mode), 4)]
    return ModeClass(
        name=name,
        doc=docstring(lines, 4),
        methods=_methods(model, mode, aliases, facts),
    )


def _methods(model: Model, mode: Mode, aliases: dict[str, str], facts: Facts) -> tuple[Method, ...]:
    call = _method(mode, aliases, "__call__", "ResultT", (), call_docstring(model, mode, facts))
    methods = [call]
    if _has_route(mode, "async"):
        without = ("protocol", "timeout", *_only(mode, "async"))
        methods.append(_method(mode, aliases, "submit", "TaskT", without, submit_docstring(mode)))
    if _has_route(mode, "stream"):
        without = ("protocol", *_only(mode, "stream"))
        methods.append(_method(mode, aliases, "stream", "Stream[ResultT]", without, stream_docstring(mode)))
    prepared = "Prepared[ResultT, TaskT]"
    methods.append(_method(mode, aliases, "prepare", prepared, ("timeout",), prepare_docstring(mode)))
    return tuple(methods)


def _has_route(mode: Mode, protocol: str) -> bool:
    return any(route.protocol == protocol for route in mode.routes)


def _only(mode: Mode, protocol: str) -> tuple[str, ...]:
    """The argument that says nothing where there is only one route of a protocol."""
    return () if sum(1 for route in mode.routes if route.protocol == protocol) > 1 else ("route",)


_THEN = {"__call__": ".send(timeout)", "submit": ".submit()", "stream": ".stream(timeout)", "prepare": ""}
"""What a method does with the request that it has prepared."""

_PROTOCOL = {"submit": 'protocol="async"', "stream": 'protocol="stream"'}


def _method(mode: Mode, aliases: dict[str, str], name: str, returns: str, without: tuple[str, ...], doc: str) -> Method:
    options = tuple(option for option in option_arguments(mode) if option.name not in without)
    parameters = tuple(parameter_argument(parameter, aliases) for parameter in signature_parameters(mode))
    return Method(
        name=name,
        positional=positional_arguments(mode),
        keyword=(*prompt_keyword(mode), *parameters, *options),
        returns=returns,
        doc=doc,
        then=_THEN[name],
        prompt="None" if mode.prompt is None else "prompt",
        images=tuple(images.name for images in mode.inputs),
        values=tuple(parameter.name for parameter in mode.parameters if parameter.constant is None),
        options=(
            *(f"{option.name}={option.name}" for option in options if option.name != "timeout"),
            *([_PROTOCOL[name]] if name in _PROTOCOL else []),
        ),
    )


def _model_class(model: Model, names: dict[tuple[str, str], str], facts: Facts) -> ModelClass:
    lines = paragraph(f"{model.id}: {sentence(model.summary)}", 7)
    regions = f"Regions: {', '.join(use.region for use in model.regions)}."
    for text in (*notes(model, facts), price_words(model.prices), regions):
        lines += ["", *paragraph(text, 4)] if text else []
    return ModelClass(
        name=model.class_name,
        doc=docstring(lines, 4),
        table=constant_name(model),
        modes=tuple(
            ModeProperty(
                name=mode.name,
                class_name=names[model.id, mode.name],
                doc=docstring(paragraph(sentence(mode.summary), 11), 8),
            )
            for mode in model.modes
        ),
        snapshots=model.snapshots,
    )
