"""Checks of colour palettes: hexadecimal colours, and ratios with two decimals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import builtin, fields, items
from brushwork_runtime.validate.findings import DOUBT

if TYPE_CHECKING:
    from decimal import Decimal

    from brushwork_runtime.tables.spec import Palette
    from brushwork_runtime.validate.findings import Accept, Findings, Seen

FORM = '{"hex": "#C2D1E6", "ratio": "23.51%"}'
_COLOUR = f"a colour must look like {FORM}"
_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")


def accept_palette(parameter: Palette) -> Accept:
    """The colours as a list of {"hex", "ratio"}; what their ratios must add up to is a rule of the mode."""

    def accept(value: object, _: Seen) -> object:
        entries = items(value)
        if entries is None or not parameter.minimum <= len(entries) <= parameter.maximum:
            return DOUBT
        colors = [_accepted(entry) for entry in entries]
        return DOUBT if None in colors else colors

    return accept


def _accepted(entry: object) -> dict[str, object] | None:
    color = fields(entry)
    if color is None or len(color) != 2:
        return None
    shade, ratio = builtin(color.get("hex")), builtin(color.get("ratio"))
    if isinstance(shade, str) and is_hex(shade) and isinstance(ratio, str) and is_ratio(ratio):
        return {"hex": shade, "ratio": ratio}
    return None


def explain_palette(parameter: Palette, value: object, findings: Findings) -> object:
    """What is wrong with the colours, each fault by its place."""
    low, high = parameter.minimum, parameter.maximum
    entries = items(value)
    if entries is None:
        wanted = f"it must be a list of {low} to {high} colours, each like {FORM}"
        findings.refuse(parameter.name, value, wanted, wanted)
        return value
    if not low <= len(entries) <= high:
        wanted = f"it must have {low} to {high}"
        findings.violation(
            parameter.name, value, wanted, f"has {len(entries)} colour{'' if len(entries) == 1 else 's'}; {wanted}."
        )
    return [_color(f"{parameter.name}[{index}]", item, findings) for index, item in enumerate(entries)]


def _color(name: str, item: object, findings: Findings) -> object:
    if (accepted := _accepted(item)) is not None:
        return accepted
    color = fields(item)
    if color is None:
        findings.refuse(name, item, _COLOUR, _COLOUR)
        return item
    unknown = [key for key in color if not isinstance(key, str) or key not in ("hex", "ratio")]
    if unknown or len(color) < 2:
        keys = ", ".join(map(redact.value, color)) or "no keys"
        findings.violation(name, item, _COLOUR, f"has {keys}; {_COLOUR}.")
        return item
    shade, ratio = builtin(color["hex"]), builtin(color["ratio"])
    return {"hex": _hex(name, shade, findings), "ratio": _ratio(name, ratio, findings)}


def _hex(name: str, value: object, findings: Findings) -> object:
    if isinstance(value, str) and is_hex(value):
        return value
    wanted = "it must be # followed by six hexadecimal digits"
    findings.refuse(f"{name}.hex", value, wanted, wanted, _nearest_hex(value))
    return value


def _nearest_hex(value: object) -> str | None:
    digits = value.strip().lstrip("#") if isinstance(value, str) else ""
    if not _HEX_DIGITS.issuperset(digits):
        return None
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return f"#{digits[:6]}" if len(digits) in (6, 8) else None


def _ratio(name: str, value: object, findings: Findings) -> object:
    if isinstance(value, str) and is_ratio(value):
        return value
    wanted = 'it must be text with exactly two decimals and a percent sign, such as "23.51%"'
    share = number(value)
    nearest = f"{share:.2f}%" if share is not None and 0 <= share <= 100 else None
    findings.refuse(f"{name}.ratio", value, wanted, wanted, nearest)
    return value


def is_hex(value: str) -> bool:
    """Whether a text is # and six hexadecimal digits."""
    return len(value) == 7 and value[0] == "#" and _HEX_DIGITS.issuperset(value[1:])


def is_ratio(value: str) -> bool:
    """Whether a text is a percentage of at most 100 with exactly two decimals and a percent sign."""
    whole, point, rest = value.partition(".")
    digits = whole + rest[:2]
    shaped = point == "." and 1 <= len(whole) <= 3 and len(rest) == 3 and rest[2] == "%" and digits.isascii()
    return shaped and digits.isdigit() and int(digits) <= 10_000 and (len(whole) == 1 or whole[0] != "0")


def number(value: object) -> Decimal | None:
    """The number in a ratio, however it is written; None if it has none."""
    from decimal import Decimal, InvalidOperation

    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    if isinstance(value, int):
        value = int.__int__(value)
        text = str(value) if abs(value) < 10**9 else ""
    else:
        text = str(float.__float__(value) if isinstance(value, float) else str.__str__(value)[:30])
    try:
        found = Decimal(text.strip().rstrip("%").rstrip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < 10**9 else None


def rescaled(shares: list[Decimal], total: Decimal) -> list[str] | None:
    """The shares in the same proportions, with two decimals each, adding up to exactly `total`."""
    from decimal import ROUND_FLOOR, Decimal

    whole = sum(shares)
    if not whole or min(shares) < 0:
        return None
    cent = Decimal("0.01")
    exact = [share * total / whole for share in shares]
    floors = [share.quantize(cent, ROUND_FLOOR) for share in exact]
    missing = int((total - sum(floors)) / cent)
    by_loss = sorted(range(len(exact)), key=lambda index: floors[index] - exact[index])
    for index in by_loss[:missing]:
        floors[index] += cent
    return [f"{share:.2f}%" for share in floors]
