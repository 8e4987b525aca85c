"""What a parameter takes, what the server does without it, and what it costs, in words."""

from __future__ import annotations

from generator.ir import Parameter, Size
from generator.words.numbers import area_span, counted, dimensions, listing, number, ratio_span, sentence, span, value


def range_words(parameter: Parameter) -> str:
    """What the parameter takes, as a phrase: "1 to 4", "true or false", "text; the server cuts it after ..."."""
    match parameter.kind:
        case "integer":
            return span(parameter.range) if parameter.range else "a whole number"
        case "boolean":
            return "true or false"
        case "text":
            limit = parameter.max_characters
            return f"text; the server cuts it after {number(limit)} characters" if limit else "text"
        case "choice":
            return listing(parameter.choices, "or")
        case "size":
            return size_words(parameter.size or Size())
        case "boxes":
            return f"{counted(parameter.boxes or (0, 0), 'box', 'boxes')} per reference image"
        case "palette":
            return counted(parameter.colors or (0, 0), "colour")


def size_words(size: Size) -> str:
    """Presets, fixed sizes or bounds of a size, as a phrase."""
    choices = [f"{name} ({dimensions(pixels)})" for name, pixels in size.presets.items()]
    if size.fixed:
        return listing([*choices, *map(dimensions, size.recommended)], "or")
    choices.append(f"width*height {bounds}" if (bounds := bounds_words(size)) else "width*height")
    phrase = listing(choices, "or")
    return f"{phrase}; the recommended sizes always" if size.recommended and bounds else phrase


def bounds_words(size: Size) -> str:
    """The bounds of width and height; "" where there are none."""
    parts: list[str] = []
    if size.pixels:
        parts.append(f"of {area_span(size.pixels)}")
    if size.sides:
        parts.append(f"with sides of {span(size.sides)} pixels")
    if size.aspect:
        parts.append(f"with an aspect ratio of {ratio_span(size.aspect)}")
    return listing(parts)


def default_words(parameter: Parameter) -> str:
    """The server's default, as a phrase; "" where no document names one."""
    if parameter.default_text is not None:
        return parameter.default_text
    return "" if parameter.default is None else value(parameter.default)


def sent_words(parameter: Parameter) -> str:
    """What goes out when the caller gives nothing, as a phrase."""
    if parameter.constant is not None:
        return f"always {value(parameter.constant)}"
    if parameter.required:
        return "required"
    return "nothing" if parameter.send is None else value(parameter.send)


def bills_words(parameter: Parameter) -> str:
    """How the parameter changes the bill, as a sentence; "" where it does not."""
    match parameter.bills:
        case "exactly":
            return "Every image is billed."
        case "at_most":
            return "Every image made is billed; this is the most there can be."
        case "tier":
            return "The price of an image depends on it."
        case None:
            return ""


def _taken(parameter: Parameter) -> str:
    match parameter.kind:
        case "boolean":
            return ""
        case "integer" | "size" | "choice":
            return f"Takes {range_words(parameter)}."
        case _:
            return sentence(range_words(parameter))


def parameter_words(parameter: Parameter) -> str:
    """The whole parameter in a few sentences: its doc line, what it takes, defaults, bill."""
    default = default_words(parameter)
    parts = [sentence(parameter.doc), _taken(parameter)]
    if default:
        parts.append(f"Server default: {default}.")
    if parameter.send is not None and not parameter.required:
        parts.append(f"Sent when not given: {value(parameter.send)}.")
    if (bill := bills_words(parameter)) and "illed" not in parameter.doc:
        parts.append(bill)
    return " ".join(part for part in parts if part)
