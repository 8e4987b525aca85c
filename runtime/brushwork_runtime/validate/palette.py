"""Colours, and the shares of a palette: ratios with two decimals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base.json_values import items
from brushwork_runtime.validate.findings import DOUBT

if TYPE_CHECKING:
    from decimal import Decimal

    from brushwork_runtime.tables.spec import Color, Share
    from brushwork_runtime.validate.findings import Accept, Findings, Seen

_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")


def accept_color(parameter: Color) -> Accept:
    """A colour in either form, as the one that goes out."""

    def accept(value: object, _: Seen) -> object:
        if isinstance(value, str):
            return DOUBT if not is_hex(value) else value if parameter.form == "hex" else _channels(value)
        channels = items(value)
        if channels is None or len(channels) != 3:
            return DOUBT
        levels = [level for level in channels if type(level) is int and 0 <= level <= 255]
        return DOUBT if len(levels) != 3 else levels if parameter.form == "rgb" else _hex(levels)

    return accept


def explain_color(parameter: Color, value: object, findings: Findings) -> object:
    """What is wrong with what is no colour; its channels may be integers of another library."""
    from brushwork_runtime.validate.scalars import exact_number, meant_integer

    channels = items(value) or ()
    exact = [exact_number(each, whole=True) for each in channels]
    levels = [level for each in channels if (level := meant_integer(each)) is not None]
    inside = [max(0, min(255, level)) for level in levels]
    if exact == inside and len(inside) == 3:
        return inside if parameter.form == "rgb" else _hex(inside)
    nearest = _nearest_hex(value) if isinstance(value, str) else _hex(inside) if len(inside) == 3 else None
    wanted = 'it must be a colour, as "#RRGGBB" or three integers from 0 to 255'
    ours = _channels(nearest) if nearest and parameter.form == "rgb" else nearest
    findings.refuse(parameter.name, value, wanted, wanted, ours)
    return value


def _channels(text: str) -> list[int]:
    return list(bytes.fromhex(text[1:]))


def _hex(levels: list[int]) -> str:
    return f"#{bytes(levels).hex().upper()}"


def _nearest_hex(value: str) -> str | None:
    digits = value.strip().lstrip("#")
    if not _HEX_DIGITS.issuperset(digits):
        return None
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return f"#{digits[:6]}" if len(digits) in (6, 8) else None


def accept_share(value: object, _: Seen) -> object:
    """A percentage with two decimals; what several must add up to is a rule of the mode."""
    return value if isinstance(value, str) and is_ratio(value) else DOUBT


def explain_share(parameter: Share, value: object, findings: Findings) -> object:
    """What is wrong with what is no percentage with two decimals."""
    wanted = 'it must be text with exactly two decimals and a percent sign, such as "23.51%"'
    share = number(value)
    nearest = f"{share:.2f}%" if share is not None and 0 <= share <= 100 else None
    findings.refuse(parameter.name, value, wanted, wanted, nearest)
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
