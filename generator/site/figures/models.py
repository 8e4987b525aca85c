"""Which model for what: jobs and the models that fit them, and models by price and by the size of their pictures."""

from __future__ import annotations

from html import escape
from math import log2, prod

from generator.ir import Model, Price, Size, Spec
from generator.naming import file_name
from generator.phrasing import retirement_mark
from generator.site.figures.place import Place
from generator.site.figures.svg import drawing, figure, line, text

_ROW = 27


def jobs(spec: Spec, place: Place) -> str:
    """Jobs at the left, models at the right: a strong line to the best one, thin lines to the others that fit."""
    known = [
        (use.scenario if place.page.language == "en" else spec.chinese.get(use.scenario, use.scenario), fitting)
        for use in spec.api.uses
        if (fitting := [id_ for id_ in use.models if not retirement_mark(spec.models[id_])])
    ]
    models = list(dict.fromkeys(id_ for _, fitting in known for id_ in fitting))
    edge = 10 + max(_columns(words) for words, _ in known)  # where the jobs end, whatever the longest is
    right = edge + 138
    height = len(known) * _ROW + 30
    gap = (height - 30) / len(models)
    at = {id_: 40 + gap * (number + 0.5) - 4 for number, id_ in enumerate(models)}
    parts: list[str] = []
    for number, (_, fitting) in enumerate(known):
        y = 40 + _ROW * number
        for rank, id_ in reversed(list(enumerate(fitting))):
            kind = f"way {'best' if rank == 0 else 'other'} hue{models.index(id_) % 6}"
            way = f"M{edge + 6} {y - 4:g} C {edge + 70} {y - 4:g} {edge + 70} {at[id_]:g} {right - 8} {at[id_]:g}"
            parts.append(f'<path d="{way}" class="{kind}"/>')
    parts += [text(edge, 40 + _ROW * number, words, "", "end") for number, (words, _) in enumerate(known)]
    for number, id_ in enumerate(models):
        label = text(right, at[id_] + 4, id_, f"name hue{number % 6}")
        parts.append(f'<a href="{_page(id_, place)}">{label}</a>')
    parts += [
        text(edge, 16, place.say("What for", "用途"), "title", "end"),
        text(right, 16, place.say("Model", "模型"), "title"),
    ]
    caption = place.say(
        "Which model for what. The strong line, and the first of a list, is what the documents name first.",
        "什么用途选什么模型。排在最前、线条最粗的是文档首推的模型。",
    )
    drawn = drawing(right + 292, height + 16, place.say("Which model for what", "选择模型"), parts, least=640)
    chips = {id_: f'<a href="{_page(id_, place)}">{id_}</a>' for id_ in models}
    listed = "".join(
        f"<dt>{escape(words)}</dt><dd>{''.join(chips[id_] for id_ in fitting)}</dd>" for words, fitting in known
    )
    return figure(f'{drawn}<dl class="chips">{listed}</dl>', caption, "drawn wide map")


def _columns(words: str) -> int:
    """How wide a label is at most, in the units of the drawing."""
    return sum(13 if each >= "\u2e80" else 7 for each in words)


def _page(id_: str, place: Place) -> str:
    return place.url(f"{'' if place.page.language == 'en' else 'zh/'}reference/models/{file_name(id_)}") + "/"


def prices(spec: Spec, place: Place) -> str:
    """Models by the price of a picture and by the largest one that they make."""
    region = spec.api.default_region
    found: list[tuple[float, float, str, str]] = []
    for model in spec.models.values():
        price = _price(model, region)
        largest = max((_largest(each.size) for mode in model.modes for each in mode.parameters if each.size), default=0)
        if price is not None and largest and not retirement_mark(model):
            names = {mode.name for mode in model.modes}
            kind = "both" if {"generate", "edit"} <= names else "made" if "generate" in names else "edited"
            found.append((price, largest / 1e6, model.id, kind))
    dearest = max(price for price, *_ in found)
    parts = _axes(dearest, max(size for _, size, *_ in found), place)
    points = [(_x(price, dearest), _y(size)) for price, size, *_ in found]
    taken = [(x - 7, y - 7, x + 7, y + 7) for x, y in points]
    for price, size, id_, kind in sorted(found, key=lambda each: (-each[1], each[0])):
        x, y = _x(price, dearest), _y(size)
        parts.append(f'<circle cx="{x:g}" cy="{y:g}" r="5" class="dot {kind}"><title>{id_}</title></circle>')
        label = _free(x, y, len(id_) * 6.4, taken)
        taken.append(label)
        anchor = "start" if label[0] > x else "end"
        middle = label[3] - 7
        if abs(middle - y) > 8:
            parts.append(line(x, y, label[0] if anchor == "start" else label[2], middle, "lead"))
        parts.append(text(label[0] if anchor == "start" else label[2], label[3] - 3, id_, "note", anchor))
    parts += _key(place)
    caption = place.say(
        f"A picture's list price in {region} and the largest picture. Models without a price there are left out.",
        f"每张图像在 {region} 的目录价与最大图像。在该地域没有价格的模型未列出。",
    )
    drawn = drawing(760, 430, place.say("Models by price and size", "按价格与尺寸比较模型"), parts, least=640)
    return figure(drawn, caption, "drawn wide")


def _x(price: float, dearest: float) -> float:
    return 70 + price / dearest * 560


def _y(megapixels: float) -> float:
    return 330 - log2(megapixels) * 66


def _axes(dearest: float, largest: float, place: Place) -> list[str]:
    parts: list[str] = []
    for cents in range(0, int(dearest * 100) + 1, 1):
        x = _x(cents / 100, dearest)
        parts += [line(x, 40, x, 372, "grid"), text(x, 388, f"{cents / 100:.2f}", "note", "middle")]
    for power in range(int(log2(largest)) + 1):
        parts += [
            line(70, _y(2**power), 750, _y(2**power), "grid"),
            text(62, _y(2**power) + 4, f"{2**power}", "note", "end"),
        ]
    return [
        *parts,
        text(410, 410, place.say("USD for a picture", "每张图像，USD"), "", "middle"),
        text(10, 24, place.say("largest picture, megapixels", "最大图像，百万像素")),
    ]


def _key(place: Place) -> list[str]:
    words = {
        "both": place.say("text and references", "文生图与编辑"),
        "made": place.say("text only", "仅文生图"),
        "edited": place.say("references only", "仅编辑"),
    }
    parts: list[str] = []
    for number, (kind, told) in enumerate(words.items()):
        x = 330 + number * 150
        parts += [f'<circle cx="{x}" cy="20" r="5" class="dot {kind}"/>', text(x + 10, 24, told, "note")]
    return parts


def _free(
    x: float, y: float, width: float, taken: list[tuple[float, float, float, float]]
) -> tuple[float, float, float, float]:
    """Room for a label beside a point: left, top, right, bottom; the first place where it hides no other."""
    for step in (0, 15, -15, 30, -30, 45, 60, 75, 90, 105):
        for left in (x + 9, x - 9 - width):
            room = (left, y - 9 + step, left + width, y + 7 + step)
            free = all(room[2] < a or room[0] > c or room[3] < b or room[1] > d for a, b, c, d in taken)
            if free and room[0] > 66 and room[2] < 756:
                return room
    return (x + 9, y - 9, x + 9 + width, y + 7)


def _price(model: Model, region: str) -> float | None:
    """The lowest price of a picture that comes out."""
    here: list[Price] = [
        each for each in model.prices if each.region == region and each.per == "image" and each.currency == "USD"
    ]
    return min((float(each.amount) for each in here if each.amount), default=None)


def _largest(size: Size) -> int:
    if size.pixels:
        return size.pixels[1]
    if size.sides:
        return size.sides[1] ** 2
    return max((prod(each) for each in (*size.presets.values(), *size.recommended)), default=0)
