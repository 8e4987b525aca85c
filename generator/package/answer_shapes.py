"""What `testing.py.j2` shows: what the answers of each family look like."""

from __future__ import annotations

from dataclasses import dataclass

from generator.ir import Answers, Spec
from generator.package.exports import example_model


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyAnswers:
    """The arguments of a family's shape, as source text."""

    id: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllAnswers:
    """Every family, and a mode that an example can call."""

    families: tuple[FamilyAnswers, ...]
    example: str
    conflict: str
    """The id of a conflict, as an example; empty if there is none."""


def answers(spec: Spec) -> AllAnswers:
    """The shapes of all families."""
    model = example_model(spec)
    return AllAnswers(
        families=tuple(FamilyAnswers(id=family.id, arguments=arguments(family.answers)) for family in spec.families),
        example=f"{model.identifier}.{model.modes[0].name}",
        conflict=next((dispute.id for dispute in spec.disputes if dispute.conflict and dispute.about), ""),
    )


def arguments(shape: Answers) -> str:
    """The arguments of a shape, as source text."""
    choices = shape.several == "choices"
    arguments = f'typed={shape.typed}, usage="{shape.usage}", echo={shape.echo}, choices={choices}'
    rare: dict[str, object] = {
        "tokens": shape.tokens,
        "metric": shape.metric,
        "rounded": shape.rounded,
        "area": shape.area,
    }
    if shape.watermark:
        rare["watermark"] = f'"{shape.watermark}"'
    return ", ".join([arguments, *(f"{name}={value}" for name, value in rare.items() if value)])
