"""The files of the skill: SKILL.md, which an agent reads first, and references, which it opens when it needs them."""

from __future__ import annotations

from dataclasses import dataclass

from generator.docs.examples import mode_example
from generator.docs.markdown import code, md, table
from generator.docs.mode_view import images_out
from generator.docs.render import tidy
from generator.ir import Mode, Model, Parameter, Spec
from generator.naming import file_name
from generator.package.version import VERSION
from generator.phrasing import (
    ENGLISH,
    amount_words,
    count_words,
    images_words,
    lifecycle_words,
    prompt_words,
    range_words,
    retirement_mark,
    rule_words,
    sentence,
    typical_words,
)
from generator.templating import templates

FOLDER = "brushwork/skills/brushwork"
"""Where the skill lies in the package; a skill is named for its folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeOfSkill:
    """What a reference says of a mode, as Markdown."""

    name: str
    summary: str
    images: str
    command: str
    parameters: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOfSkill:
    """What `skill/model.md.j2` shows; a text that is empty is left out."""

    id: str
    summary: str
    lifecycle: str
    prices: tuple[str, ...]
    typical: str
    modes: tuple[ModeOfSkill, ...]


def skill(spec: Spec) -> dict[str, str]:
    """Path -> text: SKILL.md, references/models.md, references/errors.md and one for each model."""
    filled = templates("skill")
    page = filled.get_template("model.md.j2")
    files = {
        "SKILL.md": filled.get_template("skill.md.j2").render(version=VERSION),
        "references/models.md": filled.get_template("models.md.j2").render(models=_models(spec)),
        "references/errors.md": filled.get_template("errors.md.j2").render(errors=_errors(spec)),
    }
    for model in spec.models.values():
        files[f"references/{file_name(model.id)}.md"] = page.render(model=_model(spec, model))
    return {f"{FOLDER}/{path}": tidy(text) for path, text in files.items()}


def _models(spec: Spec) -> str:
    rows = [
        [
            f"[{model.id}]({file_name(model.id)}.md)",
            ", ".join(mode.name for mode in model.modes),
            _price(model, spec.api.default_region),
            md(sentence(model.summary)) + (f" ({mark})" if (mark := retirement_mark(model)) else ""),
        ]
        for model in spec.models.values()
    ]
    return table(["Model", "Modes", f"Price of an image in {spec.api.default_region}", "What it is"], rows)


def _price(model: Model, region: str) -> str:
    here = [price for price in model.prices if price.region == region]
    return md("; ".join(dict.fromkeys(map(amount_words, here))))


def _errors(spec: Spec) -> str:
    rows = [[code(error.code), md(sentence(error.meaning)), md(sentence(error.hint))] for error in spec.errors]
    return table(["Code", "What it means", "What to do"], rows)


def _model(spec: Spec, model: Model) -> ModelOfSkill:
    by_words: dict[str, list[str]] = {}
    for price in model.prices:
        by_words.setdefault(md(amount_words(price)), []).append(price.region)
    return ModelOfSkill(
        id=model.id,
        summary=md(sentence(model.summary)),
        lifecycle=md(lifecycle_words(model, spec.models)) if model.lifecycle else "",
        prices=tuple(f"{words}: {', '.join(regions)}" for words, regions in by_words.items()),
        typical="" if model.typical_seconds is None else md(typical_words(model.typical_seconds)),
        modes=tuple(_mode(spec, model, mode) for mode in model.modes),
    )


def _mode(spec: Spec, model: Model, mode: Mode) -> ModeOfSkill:
    prompt = "" if mode.prompt is None else prompt_words(mode.prompt)
    inputs = [md(line) for images in mode.inputs for line in images_words(images, ENGLISH)]
    return ModeOfSkill(
        name=mode.name,
        summary=md(sentence(mode.summary)),
        images=f"Images in: {count_words(mode.inputs, ENGLISH)}. Images out: {images_out(mode, ENGLISH)}.",
        command=mode_example(spec, model, mode).command,
        parameters=tuple(_parameter(each) for each in mode.parameters if each.constant is None),
        rules=(*([f"Prompt: {md(prompt)}"] if prompt else []), *inputs, *[md(rule_words(rule)) for rule in mode.rules]),
    )


def _parameter(parameter: Parameter) -> str:
    takes = range_words(parameter)
    return f"{code(parameter.name)}{f' ({md(takes)})' if takes else ''}: {md(sentence(parameter.doc))}"
