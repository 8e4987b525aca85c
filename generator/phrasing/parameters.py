"""What a parameter accepts, what the server does without it, and what it costs."""

from __future__ import annotations

from generator.ir import Parameter, Size
from generator.phrasing.locale import ENGLISH, Locale
from generator.phrasing.numbers import (
    area_span,
    counted,
    dimensions,
    listing,
    number,
    ratio_span,
    sentence,
    span,
    value,
)


def range_words(parameter: Parameter, t: Locale = ENGLISH) -> str:
    """What the parameter accepts, as a phrase: "1 to 4", "true or false", "text; the server ..."."""
    match parameter.kind:
        case "integer" | "number":
            return number_words(parameter, t)
        case "boolean":
            return t.say("true or false")
        case "text":
            if limit := parameter.max_characters:
                return t.say("text; the server silently truncates it after {limit} characters", limit=number(limit))
            if limit := parameter.max_words:
                return t.say("text; the server silently truncates it after {limit} words", limit=number(limit))
            return t.say("text")
        case "color":
            return t.say("a colour, as #RRGGBB or (r, g, b)")
        case "list":
            return _list_words(parameter, t)
        case "object":
            return t.say(
                "an object of {members}", members=listing((_member_words(each, t) for each in parameter.members), t=t)
            )
        case "choice":
            choices = listing([str(choice) or '""' for choice in parameter.choices], "or", t)
            return (
                t.say("{choices}; the documents leave it open what else", choices=choices)
                if parameter.open
                else choices
            )
        case "size":
            return size_words(parameter.size or Size(), t)
        case "boxes":
            return t.say("{boxes} per reference image", boxes=counted(parameter.boxes or (0, 0), "box", "boxes", t))
        case "palette":
            return counted(parameter.colors or (0, 0), "colour", t=t)


def _list_words(parameter: Parameter, t: Locale) -> str:
    if parameter.combinations:
        lists = (f"[{value(list(each), t)}]" for each in parameter.combinations)
        return t.say("one of the lists {lists}", lists=listing(lists, "or", t))
    items = range_words(parameter.items, t) if parameter.items else ""
    doc = f" ({t.text(parameter.items.doc)})" if parameter.items and parameter.items.doc else ""
    if parameter.count is None:
        return t.say("a list, each {item}", item=items + doc)
    return t.say("a list of {count}, each {item}", count=span(parameter.count, t), item=items + doc)


def _member_words(member: Parameter, t: Locale) -> str:
    words = {"name": member.name, "accepts": range_words(member, t)}
    doc = f": {t.text(member.doc)}" if member.doc else ""
    return (
        t.say("{name} ({accepts})", **words) if member.required else t.say("{name} ({accepts}; optional)", **words)
    ) + doc


def number_words(parameter: Parameter, t: Locale = ENGLISH) -> str:
    """The range of a number, its step, and what is not in it."""
    bounds = parameter.range or (0, 0)
    low, high = number(bounds[0]), number(bounds[1])
    match "minimum" in parameter.exclusive, "maximum" in parameter.exclusive:
        case True, True:
            phrase = t.say("above {low} and below {high}", low=low, high=high)
        case True, False:
            phrase = t.say("above {low} and at most {high}", low=low, high=high)
        case False, True:
            phrase = t.say("at least {low} and below {high}", low=low, high=high)
        case _:
            phrase = span(bounds, t)
    if parameter.step is not None:
        phrase = t.say("{numbers} in steps of {step}", numbers=phrase, step=number(parameter.step))
    if parameter.excluded:
        excluded = listing(map(number, parameter.excluded), "or", t)
        phrase = t.say("{numbers}, but not {excluded}", numbers=phrase, excluded=excluded)
    return phrase


def size_words(size: Size, t: Locale = ENGLISH) -> str:
    """Presets, fixed sizes or bounds of a size, as a phrase."""
    choices = [f"{name} ({dimensions(pixels)})" for name, pixels in size.presets.items()]
    if size.fixed:
        return listing([*choices, *map(dimensions, size.recommended)], "or", t)
    bounds = bounds_words(size, t)
    choices.append(t.say("width*height with {bounds}", bounds=bounds) if bounds else "width*height")
    phrase = listing(choices, "or", t)
    return (
        t.say("{sizes}; recommended sizes are always accepted", sizes=phrase) if size.recommended and bounds else phrase
    )


def bounds_words(size: Size, t: Locale = ENGLISH) -> str:
    """The bounds of width and height; "" where there are none."""
    parts: list[str] = []
    if size.pixels:
        parts.append(t.say("an area of {area}", area=area_span(size.pixels, t)))
    if size.sides:
        parts.append(t.say("sides of {sides} pixels", sides=span(size.sides, t)))
    if size.aspect:
        parts.append(t.say("an aspect ratio of {ratio}", ratio=ratio_span(size.aspect, t)))
    return listing(parts, t=t)


def default_words(parameter: Parameter, t: Locale = ENGLISH) -> str:
    """The server's default, as a phrase; "" where no document names one."""
    if parameter.default_text is not None:
        return t.text(parameter.default_text)
    return "" if parameter.default is None else value(parameter.default, t)


def sent_words(parameter: Parameter, t: Locale = ENGLISH) -> str:
    """What is sent when the caller gives nothing, as a phrase."""
    if parameter.constant is not None:
        return t.say("always {value}", value=value(parameter.constant, t))
    if parameter.required:
        return t.say("required")
    return t.say("nothing") if parameter.send is None else value(parameter.send, t)


def bills_words(parameter: Parameter, t: Locale = ENGLISH) -> str:
    """How the parameter changes the bill, as a sentence; "" where it does not."""
    match parameter.bills:
        case "exactly":
            return t.say("Every image is billed.")
        case "at_most":
            return t.say("Every image made is billed; this is the maximum.")
        case "tier":
            return t.say("It changes the price per image.")
        case None:
            return ""


def _taken(parameter: Parameter, t: Locale) -> str:
    match parameter.kind:
        case "boolean":
            return ""
        case "integer" | "number" | "size" | "choice":
            return t.say("Accepts {values}.", values=range_words(parameter, t))
        case _:
            return sentence(range_words(parameter, t), t)


def parameter_words(parameter: Parameter, t: Locale = ENGLISH) -> str:
    """The whole parameter in a few sentences: its doc line, what it accepts, its defaults, its cost."""
    default = default_words(parameter, t)
    parts = [sentence(parameter.doc, t), _taken(parameter, t)]
    if default:
        parts.append(t.say("Server default: {value}.", value=default))
    if parameter.send is not None and not parameter.required:
        parts.append(t.say("Sent if omitted: {value}.", value=value(parameter.send, t)))
    if (bill := bills_words(parameter, t)) and "illed" not in parameter.doc:
        parts.append(bill)
    return t.say(" ").join(part for part in parts if part)
