"""The rule tables: `brushwork/tables/<family>.py`, one constant per model, built from the classes of `spec.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from generator.ir import Family, Mode, Model, Price, RateLimit
from generator.package.docstrings import Facts, end_words
from generator.package.source_text import call, docstring, literal, paragraph, tuple_of
from generator.package.table_facts import images, parameter, prompt, results, route, rule
from generator.phrasing import activation_words

_CLASSES = (
    "Boolean",
    "Boxes",
    "Choice",
    "Color",
    "Constant",
    "Dispute",
    "Images",
    "Integer",
    "Lifecycle",
    "List",
    "Mode",
    "Model",
    "Number",
    "Object",
    "Palette",
    "Parameter",
    "Price",
    "Prompt",
    "RateLimit",
    "Results",
    "Route",
    "Rule",
    "Size",
    "Text",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A named table."""

    name: str
    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableModule:
    """What `table.py.j2` shows: the tables that several modes share, and the models."""

    doc: str
    classes: tuple[str, ...]
    shared: tuple[Constant, ...]
    models: tuple[Constant, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A table inside a mode: what it is about ("size", "routes"), the mode's name, the expression."""

    subject: str
    mode: str
    expression: str


def table_module(family: Family, facts: Facts | None = None) -> TableModule:
    """The tables of a family; `facts` of all are for what is said of a model's end."""
    names = _shared_names([part for model in family.models for mode in model.modes for part in _parts(mode)])
    models = tuple(
        Constant(name=constant_name(model), expression=_model(model, family.id, names, _lifecycle(model, facts)))
        for model in family.models
    )
    shared = tuple(Constant(name=name, expression=expression) for expression, name in names.items())
    everything = " ".join(constant.expression for constant in (*shared, *models))
    doc = paragraph(f"Rules of {family.title}: what each model and mode accepts, as the runtime checks it.", 3)
    return TableModule(
        doc=docstring(doc, 0),
        classes=tuple(name for name in _CLASSES if f"{name}(" in everything),
        shared=shared,
        models=models,
    )


def constant_name(model: Model) -> str:
    """The name of a model's table: `WAN2_7_IMAGE_PRO`."""
    return model.identifier.upper()


def _parts(mode: Mode) -> list[_Part]:
    """Every table of a mode that another mode may share."""
    listed = [(item.name, parameter(item)) for item in mode.parameters]
    if mode.prompt is not None:
        listed.append(("prompt_limit", prompt(mode.prompt)))
    listed.append(("routes", tuple_of(route(item) for item in mode.routes)))
    listed += [(each.name, images(each)) for each in mode.inputs]
    if judged := [item for item in mode.rules if item.kind != "ignored_when"]:  # which refuses nothing
        listed.append(("rules", tuple_of(map(rule, judged))))
    if declared := results(mode.results):
        listed.append(("results", declared))
    return [_Part(subject, mode.name, expression) for subject, expression in listed]


def _shared_names(parts: list[_Part]) -> dict[str, str]:
    """Expression -> constant, for what occurs more than once and deserves a name.

    The most frequent table about a subject is named after it, another one after its mode and the subject, if it
    belongs to one mode; what is left stays where it is used.
    """
    names: dict[str, str] = {}
    for subject in dict.fromkeys(part.subject for part in parts):
        about = [part for part in parts if part.subject == subject]
        counts = Counter(part.expression for part in about)
        for rank, (expression, count) in enumerate(counts.most_common()):
            modes = {part.mode for part in about if part.expression == expression}
            if count == 1 or (rank and len(modes) > 1):
                continue
            words = (subject,) if not rank else (*modes, subject)
            name = "_" + "_".join(words).upper()
            if name not in names.values():
                names[expression] = name
    return names


def _lifecycle(model: Model, facts: Facts | None) -> str | None:
    told = model.lifecycle
    if told is None or facts is None:
        return None
    return call(
        "Lifecycle",
        literal(told.retires),
        replacement=None if told.replacement is None else literal(told.replacement),
        said=literal(end_words(model, facts)),
    )


def _model(model: Model, family: str, names: dict[str, str], lifecycle: str | None) -> str:
    return call(
        "Model",
        literal(model.id),
        identifier=literal(model.identifier),
        family=literal(family),
        summary=literal(model.summary),
        modes=tuple_of(_mode(mode, names) for mode in model.modes),
        regions=literal({use.region: use.protocols for use in model.regions}),
        prices=tuple_of(map(_price, model.prices)) if model.prices else None,
        rate_limits=tuple_of(map(_rate, model.rate_limits)) if model.rate_limits else None,
        typical_seconds=literal((typical.low, typical.high)) if (typical := model.typical_seconds) else None,
        lifecycle=lifecycle,
        ids=literal(model.ids) if model.ids else None,
        activation=literal(activation_words(model)) if model.activation else None,
        snapshots=literal(model.snapshots) if model.snapshots else None,
        without_images=literal(model.without_images) if model.without_images else None,
    )


def _mode(mode: Mode, names: dict[str, str]) -> str:
    parts = {part.subject: names.get(part.expression, part.expression) for part in _parts(mode)}
    return call(
        "Mode",
        literal(mode.name),
        routes=parts["routes"],
        prompt=parts.get("prompt_limit"),
        inputs=tuple_of(parts[each.name] for each in mode.inputs) if mode.inputs else None,
        parameters=tuple_of(parts[item.name] for item in mode.parameters),
        rules=parts.get("rules"),
        results=parts.get("results"),
        output=None if mode.output == "images" else literal(mode.output),
    )


def _price(price: Price) -> str:
    return call(
        "Price",
        *map(literal, (price.region, price.amount, price.currency)),
        per=None if price.per == "image" else literal(price.per),
        when=literal(price.when) if price.when else None,
        output_pixels=None if price.output_pixels is None else literal(price.output_pixels),
        approximate="True" if price.approximate else None,
    )


def _rate(limit: RateLimit) -> str:
    return call(
        "RateLimit",
        literal(limit.submit),
        literal(limit.per),
        concurrent=None if limit.concurrent is None else literal(limit.concurrent),
        shared_by=None if limit.shared_by is None else literal(limit.shared_by),
        regions=literal(limit.regions) if limit.regions else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What `index.py.j2` shows."""

    models: dict[str, tuple[str, str]]
    """Model id -> module and constant of its table."""
    snapshots: dict[str, str]
    """Id of a snapshot, or of a region -> model id."""


def index(families: Iterable[Family]) -> Index:
    """Where every model is."""
    pairs = [(family, model) for family in families for model in family.models]
    return Index(
        models={model.id: (f"brushwork.tables.{family.module}", constant_name(model)) for family, model in pairs},
        snapshots={snapshot: model.id for _, model in pairs for snapshot in model.names[1:]},
    )
