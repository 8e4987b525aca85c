"""`explain`: the resolved facts of a model, or of one parameter in each of its modes, and where each is written.

Sources are named by their titles; where they disagree, both claims and the decision stand below the fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from generator.ir import Conflict, Example, Family, Images, Mode, Model, Parameter, Prompt, Route, Size, Spec, by_name
from generator.phrasing import (
    amount_words,
    conflict_words,
    dimensions,
    disagreement_words,
    identity_words,
    images_words,
    lifecycle_words,
    listing,
    parameter_words,
    prompt_words,
    rate_words,
    region_words,
    results_words,
    rule_words,
    sentence,
    typical_words,
    value,
)
from generator.problems import did_you_mean, one_of

_WIDTH = 110


class UnknownNameError(LookupError):
    """There is no such model or parameter; the message suggests the nearest name."""

    def __str__(self) -> str:
        return str(self.args[0])


def explain(spec: Spec, model_id: str, parameter: str | None = None) -> str:
    """The facts as text. Raises UnknownNameError for an unknown model or parameter."""
    family, model = _find(spec, model_id)
    titles = {source.id: source.title for source in spec.sources}
    page = _Page(family, model, titles, spec.models)
    if parameter is None:
        lines = page.whole()
    else:
        known = {name for mode in model.modes for name in _names(mode)}
        if parameter not in known:
            raise UnknownNameError(_unknown(f'{model.id} has no parameter "{parameter}"', parameter, known))
        lines = page.one(parameter)
    return "\n".join(lines) + "\n"


def _find(spec: Spec, model_id: str) -> tuple[Family, Model]:
    models = {name: (family, model) for family in spec.families for model in family.models for name in model.names}
    if model_id not in models:
        raise UnknownNameError(_unknown(f'unknown model "{model_id}"', model_id, set(models)))
    return models[model_id]


def _names(mode: Mode) -> list[str]:
    return [parameter.name for parameter in mode.parameters]


def _unknown(message: str, name: str, known: set[str]) -> str:
    return "; ".join(filter(None, (message, did_you_mean(name, known) or f"known: {one_of(sorted(known))}")))


class _Page:
    """The text about one model."""

    def __init__(self, family: Family, model: Model, titles: dict[str, str], models: dict[str, Model]) -> None:
        self.models = models
        self.family = family
        self.model = model
        self.titles = titles

    def whole(self) -> Iterator[str]:
        """Everything about the model."""
        model = self.model
        yield f"{model.id}  {model.location}"
        yield from _text(sentence(model.summary), 2)
        yield f"  client.{model.identifier}"
        if model.lifecycle:
            yield from self._cited(lifecycle_words(model, self.models), model.lifecycle.sources, 2)
        if model.snapshots:
            yield from _text(f"Snapshots: {listing(model.snapshots)}.", 2)
        for said, sources in identity_words(model):
            yield from self._cited(said, sources, 2)
        yield from self._cited("Regions: " + listing([region_words(region) for region in model.regions]), (), 2)
        yield from self._conflicts("Regions", model.region_conflicts, None, 2)
        for price in model.prices:
            yield from self._cited(f"Price in {price.region}: {amount_words(price)}", price.sources, 2)
        for limit in model.rate_limits:
            yield from self._cited(f"Rate limit: {rate_words(limit)}", limit.sources, 2)
        typical = model.typical_seconds
        if typical is not None:
            yield from self._cited(typical_words(typical).removesuffix("."), typical.sources, 2)
        for mode in model.modes:
            yield from ("", *self._mode(mode))
        if self.family.disagreements:
            yield ""
        for item in self.family.disagreements:
            yield from _text(disagreement_words(item), 2)

    def one(self, name: str) -> Iterator[str]:
        """One parameter in every mode that has it."""
        for mode in self.model.modes:
            for parameter in mode.parameters:
                if parameter.name == name:
                    yield f"{self.model.id} {mode.name}"
                    yield from self._parameter(parameter)
                    yield from self._rules(mode, name)
                    yield from _examples([e for e in self._examples(mode) if name in e.call])

    def _mode(self, mode: Mode) -> Iterator[str]:
        yield f"{self.model.id} {mode.name}  {mode.location}"
        yield from _text(sentence(mode.summary), 2)
        for name, route in by_name(mode.routes).items():
            headers = "".join(f", {name}: {header}" for name, header in route.headers.items())
            members = "".join(f", sends {name} {value(sent)}" for name, sent in route.send.items())
            said = f"Route {name}: POST {route.base_path or ''}{route.path}, payload {route.payload}{headers}{members}"
            yield from self._cited(said, route.sources, 2)
            yield from self._conflicts(f"The {name} route", route.conflicts, route, 4)
        if mode.prompt is not None:
            yield from self._cited(f"Prompt: {prompt_words(mode.prompt)}", mode.prompt.sources, 2)
            yield from self._conflicts("The prompt", mode.prompt.conflicts, mode.prompt, 4)
        for images in mode.inputs:
            yield from self._cited(f"Input {images.name}: {' '.join(images_words(images))}", images.sources, 2)
            yield from self._conflicts(f"Input {images.name}", images.conflicts, images, 4)
        for line in results_words(mode.results):
            yield from self._cited(line, mode.results.sources, 2)
        for parameter in mode.parameters:
            yield from self._parameter(parameter)
        yield from self._rules(mode)
        yield from _examples(self._examples(mode))

    def _parameter(self, parameter: Parameter) -> Iterator[str]:
        yield f"  {parameter.name}  {parameter.location}"
        if parameter.constant is not None:
            yield from self._cited(f"Always sent as {value(parameter.constant)}.", parameter.sources, 4)
            return
        required = "Required. " if parameter.required else ""
        yield from self._cited(required + parameter_words(parameter), parameter.sources, 4)
        if parameter.size and parameter.size.recommended:
            yield from _text(_recommended(parameter.size), 4)
        yield from self._conflicts(parameter.name, parameter.conflicts, parameter, 4)

    def _rules(self, mode: Mode, name: str | None = None) -> Iterator[str]:
        for rule in mode.rules:
            if name is None or name in (*rule.of, rule.to, *rule.when):
                yield from self._cited(f"Rule: {rule_words(rule)}  {rule.location}", rule.sources, 2)

    def _examples(self, mode: Mode) -> list[Example]:
        return [e for e in self.family.examples if (e.model, e.mode) == (self.model.id, mode.name)]

    def _cited(self, said: str, sources: tuple[str, ...], indent: int) -> Iterator[str]:
        yield from _text(said, indent)
        if sources:
            yield from _text("Source: " + "; ".join(self.titles.get(one, one) for one in sources), indent + 2)

    def _conflicts(
        self,
        subject: str,
        conflicts: tuple[Conflict, ...],
        owner: Parameter | Prompt | Images | Route | None,
        indent: int,
    ) -> Iterator[str]:
        for conflict in conflicts:
            yield from _text(conflict_words(subject, conflict, owner), indent)


def _recommended(size: Size) -> str:
    labels = {pixels: f" ({label})" for label, pixels in size.ratios.items()}
    return "Recommended: " + listing([dimensions(pixels) + labels.get(pixels, "") for pixels in size.recommended])


def _examples(examples: list[Example]) -> Iterator[str]:
    for example in examples:
        yield f"  Example: {example.name}, {example.title}  {example.location}"


def _text(said: str, indent: int) -> list[str]:
    """Wrapped lines; continuation lines are indented by two more."""
    blank = " " * indent
    return wrap(
        said,
        _WIDTH,
        initial_indent=blank,
        subsequent_indent=blank + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
