"""The recommended size for each ratio, to scale."""

from __future__ import annotations

from fractions import Fraction

from generator.ir import Pixels, Spec
from generator.phrasing import dimensions, listing, retirement_mark
from generator.site.figures.place import Place
from generator.site.figures.svg import box, drawing, figure, text

_CELL = 100
_SCALE = 90 / 2688


def sizes(spec: Spec, place: Place) -> str:
    """A row for each set of sizes that models share, a column for each ratio, all rectangles to one scale."""
    rows = _rows(spec)
    ratios = sorted({ratio for known, _ in rows for ratio in known}, key=lambda each: Fraction(each.replace(":", "/")))
    parts = [text(_CELL * (column + 0.5), 16, ratio, "title", "middle") for column, ratio in enumerate(ratios)]
    top = 26.0
    for known, models in rows:
        height = max(size[1] for size in known.values()) * _SCALE
        parts.append(text(0, top + 16, listing(models), "name"))
        for column, ratio in enumerate(ratios):
            if ratio in known:
                parts += _cell(_CELL * (column + 0.5), top + 24 + height, known[ratio])
        top += height + 52
    caption = place.say(
        "Sizes that a ratio stands for, to scale. Other sizes are free within the limits of each model.",
        "各比例对应的推荐尺寸，按同一比例尺绘制。在每个模型的限制之内，也可以使用其他尺寸。",
    )
    title = place.say("Sizes by ratio", "各比例的尺寸")
    return figure(drawing(_CELL * len(ratios), top, title, parts, least=560), caption, "drawn wide")


def _cell(middle: float, bottom: float, size: Pixels) -> list[str]:
    width, height = size[0] * _SCALE, size[1] * _SCALE
    return [
        box(middle - width / 2, bottom - height, width, height, "size", dimensions(size)),
        text(middle, bottom + 13, dimensions(size), "note", "middle"),
    ]


def _rows(spec: Spec) -> list[tuple[dict[str, Pixels], list[str]]]:
    """Ratios with their sizes, and the models that have them; a single ratio needs no chart."""
    found: list[tuple[dict[str, Pixels], list[str]]] = []
    for model in spec.models.values():
        mode = next((each for each in model.modes if each.name == "generate"), None)
        size = next((each.size for each in mode.parameters if each.size), None) if mode else None
        if size is None or len(size.ratios) < 2 or retirement_mark(model):
            continue
        same = next((models for known, models in found if known == size.ratios), None)
        if same is None:
            found.append((size.ratios, same := []))
        same.append(model.id)
    return sorted(found, key=lambda row: -max(size[0] * size[1] for size in row[0].values()))
