"""Figures of the guides: drawn from the specs and from the page's own code, in the colours of the theme."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.ir import Spec
from generator.site.figures.billing import billing
from generator.site.figures.boxes import boxes
from generator.site.figures.calls import calls
from generator.site.figures.edits import edits
from generator.site.figures.models import jobs, prices
from generator.site.figures.place import Place
from generator.site.figures.sizes import sizes

_FIGURE = re.compile(r"^<!-- figure: ([a-z]+) -->$", re.MULTILINE)


def with_figures(text: str, spec: Spec, place: Place) -> str:
    """The text with each `<!-- figure: NAME -->` replaced by the figure. Raises KeyError for a name that is none."""
    known: dict[str, Callable[[], str]] = {
        "billing": lambda: billing(place),
        "boxes": lambda: boxes(place, text),
        "calls": lambda: calls(spec, place),
        "edits": lambda: edits(spec, place),
        "jobs": lambda: jobs(spec, place),
        "prices": lambda: prices(spec, place),
        "sizes": lambda: sizes(spec, place),
    }
    return _FIGURE.sub(lambda match: known[match[1]](), text)
