"""Boxes on a picture, from the code of the page itself."""

from __future__ import annotations

import ast
import re

from generator.site.figures.place import Place
from generator.site.figures.svg import box, drawing, figure, line, text

_WIDTH, _HEIGHT = 1280, 720
_CALL = re.compile(r"\[([^\[\]]+)\],\s*bbox_list=(\[\[.*?\]\])[,)\n]", re.DOTALL)


def boxes(place: Place, under: str) -> str:
    """The reference images of the first call with boxes, each with its own."""
    found = _CALL.search(under)
    if found is None:
        raise ValueError(f"no call with bbox_list on {place.page.source}")
    names = [str(name) for name in ast.literal_eval(f"[{found[1]}]")]
    drawn = [_drawn(name, marked, place) for name, marked in zip(names, ast.literal_eval(found[2]), strict=True)]
    caption = place.say(
        "Image 1 has no box. On image 2 the corners are those of the code: x grows to the right, y grows downwards.",
        "图 1 没有框。图 2 上框的两个角就是代码里的坐标：x 向右增大，y 向下增大。",
    )
    return figure("".join(drawn), caption, "drawn pair")


def _drawn(name: str, marked: list[tuple[int, int, int, int]], place: Place) -> str:
    picture = place.url(f"samples/{name}")
    parts = [f'<image href="{picture}" width="{_WIDTH}" height="{_HEIGHT}"/>']
    for x1, y1, x2, y2 in marked:
        parts += [
            line(x1, 0, x1, y1, "guide"),
            line(0, y1, x1, y1, "guide"),
            box(x1, y1, x2 - x1, y2 - y1, "marked"),
            text(x1 - 10, y1 - 14, f"x1 {x1}, y1 {y1}", "corner", "end"),
            text(x1 - 10, min(y2, _HEIGHT - 24), f"x2 {x2}, y2 {y2}", "corner", "end"),
        ]
    parts.append(text(24, _HEIGHT - 24, f"{name}, {_WIDTH}*{_HEIGHT}", "corner"))
    return drawing(_WIDTH, _HEIGHT, name, parts)
