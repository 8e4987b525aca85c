"""One table of every mode of every model: what goes in, what comes out, how large, how called, at what price."""

from __future__ import annotations

from math import isqrt, prod

from generator.docs.markdown import anchor, md, table
from generator.docs.mode_view import images_out
from generator.ir import Mode, Model, Size, Spec
from generator.naming import file_name
from generator.phrasing import Locale, amount_words, count_words, dimensions, plural, retirement_mark

HEAD = ("Model", "Mode", "Price", "Images in", "Images out", "Largest image", "Sizes", "Called")


def comparison(spec: Spec, t: Locale, models: str = "models/") -> str:
    """The table, in a block that a page may make sortable; `models` is the folder of their pages."""
    going_on_first = sorted(spec.models.values(), key=lambda model: bool(retirement_mark(model)))
    rows = [_row(spec, model, mode, t, models) for model in going_on_first for mode in model.modes]
    return f'<div class="compare" markdown="1">\n\n{table([t.say(each) for each in HEAD], rows)}\n\n</div>'


def _row(spec: Spec, model: Model, mode: Mode, t: Locale, models: str) -> list[str]:
    size = next((each.size for each in mode.parameters if each.size is not None), None)
    mark = retirement_mark(model, t)
    return [
        f"[{model.id}]({models}{file_name(model.id)}.md){f' ({mark})' if mark else ''}",
        f"[{mode.name}]({models}{file_name(model.id)}.md#{anchor(mode.name)})",
        _price(spec, model, t),
        count_words(mode.inputs, t),
        images_out(mode, t),
        md(_largest(size)) if size else "",
        _sizes(size, t) if size else t.say("the server decides"),
        ", ".join(dict.fromkeys(route.protocol for route in mode.routes)),
    ]


def _largest(size: Size) -> str:
    """The largest square where a size is free, else the largest of its sizes; "" where nothing bounds it."""
    if size.pixels:
        side = isqrt(size.pixels[1])
        return dimensions((side, side))
    if size.sides:
        return dimensions((size.sides[1], size.sides[1]))
    known = [*size.presets.values(), *size.recommended]
    return dimensions(max(known, key=prod)) if known else ""


def _sizes(size: Size, t: Locale) -> str:
    if size.fixed:
        return plural(len(size.recommended), "fixed size", t=t)
    return ", ".join([*size.presets, t.say("free")])


def _price(spec: Spec, model: Model, t: Locale) -> str:
    """The list price in the default region, every case of it; where there is none there, the first one."""
    here = [price for price in model.prices if price.region == spec.api.default_region] or list(model.prices[:1])
    currency = next((price.currency for price in here if price.currency), None)
    cases = [price for price in here if price.currency in (currency, None)]
    return t.say(", ").join(md(amount_words(price, t)) for price in cases)
