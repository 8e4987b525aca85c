"""Parts of a drawing as SVG; `site.css` has the colours, for light and dark."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def drawing(width: float, height: float, title: str, parts: Iterable[str], *, least: int = 0) -> str:
    """A drawing of this size that scales with the page, though not below `least` pixels, where it scrolls."""
    style = f' style="min-width:{least}px"' if least else ""
    head = f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(title)}"{style}>'
    return f"{head}{''.join(parts)}</svg>"


def figure(drawings: str, caption: str, kind: str = "drawn") -> str:
    """A block of Markdown with drawings and what they show."""
    shown = f'<div class="drawings">{drawings}</div>\n<figcaption>{caption}</figcaption>'
    return f'<figure class="{kind}">\n{shown}\n</figure>'


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """Words at a place; `anchor` is start, middle or end."""
    return f'<text x="{x:g}" y="{y:g}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float, kind: str = "", title: str = "") -> str:
    """A rectangle."""
    told = f"<title>{escape(title)}</title>" if title else ""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="3" class="{kind}">{told}</rect>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str = "") -> str:
    """A straight line."""
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" class="{kind}"/>'


def arrow(x1: float, y1: float, x2: float, y2: float, kind: str = "") -> str:
    """A level or upright line with a head at its end."""
    if y1 == y2:
        back = 7 if x2 > x1 else -7
        head = f"{x2:g},{y2:g} {x2 - back:g},{y2 - 4:g} {x2 - back:g},{y2 + 4:g}"
    else:
        head = f"{x2:g},{y2:g} {x2 - 4:g},{y2 - 7:g} {x2 + 4:g},{y2 - 7:g}"
    return f'{line(x1, y1, x2, y2, kind)}<polygon points="{head}" class="head {kind}"/>'
