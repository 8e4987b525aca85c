"""Numbers, booleans, choices, constants and texts.

Each `check_` gives what goes out for a value, and adds to the findings what there is to say about it. What is valid is
found out first, with as little work as that takes.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import same
from brushwork_runtime.base.language import alternatives, later, tr
from brushwork_runtime.tables.spec import Integer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeGuard

    from brushwork_runtime.tables.spec import Boolean, Choice, Constant, Number, Prompt, Text
    from brushwork_runtime.validate.call import Findings

TRUTHS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
"""What people write for True and False, in small letters."""


def check_number(parameter: Number, value: object, findings: Findings) -> object:
    """A number within the range, an integer where it must be one; one of another library's as one of Python's."""
    whole = isinstance(parameter, Integer)
    number = exact_number(value, whole=whole)
    if number is not None and _fits(parameter, number):
        return number
    wanted = tr("it must be {what}", what=_numbers(parameter))
    if number is not None and number == number:
        findings.refuse(parameter.name, value, wanted, wanted, _nearest_number(parameter, number))
    else:
        meant = meant_integer(value) if whole else exact_number(_decimal(value), whole=False)
        nearest = None if meant is None else _nearest_number(parameter, meant)
        findings.violation(parameter.name, value, wanted, _of_type(value, wanted), nearest)
    return value


def _fits(parameter: Number, value: float) -> bool:
    """Whether a number is one of those that the parameter takes."""
    low, high, exclusive = parameter.minimum, parameter.maximum, parameter.exclusive
    if not low <= value <= high or value in parameter.excluded:
        return False
    if exclusive and ((value == low and "minimum" in exclusive) or (value == high and "maximum" in exclusive)):
        return False
    if parameter.step is None:
        return True
    from decimal import Decimal

    return Decimal(str(value)) % Decimal(str(parameter.step)) == 0


def exact_number(value: object, *, whole: bool) -> float | None:
    """The number that a value is, of whatever class, but a float is no integer; None for what is none, such as True."""
    if type(value) is int or (type(value) is float and not whole):
        return value
    from numbers import Number as AnyNumber

    if isinstance(value, bool) or (whole and isinstance(value, float)):
        return None
    if (integer := _index(value)) is not None:
        return integer
    if not isinstance(value, AnyNumber):
        return None
    try:
        if whole:
            return int(value) if value == int(value) else None  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportUnknownVariableType] - that it has none is caught
        return float(value)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - the same
    except Exception:  # a complex number, a Decimal that is none, or a class of the caller's own
        return None


def _numbers(parameter: Number) -> str:
    """What a number must be, in words."""
    low, high, exclusive = parameter.minimum, parameter.maximum, parameter.exclusive
    what = tr("an integer") if isinstance(parameter, Integer) else tr("a number")
    if low == high:
        return f"{low:,}"
    words = tr(_RANGES["minimum" in exclusive, "maximum" in exclusive], what=what, low=low, high=high)
    if parameter.step is not None:
        words = tr("{numbers} in steps of {step}", numbers=words, step=parameter.step)
    if not parameter.excluded:
        return words
    excluded = alternatives([f"{each:,}" for each in parameter.excluded])
    return tr("{numbers}, but not {excluded}", numbers=words, excluded=excluded)


_RANGES = {
    (False, False): later("{what} from {low:,} to {high:,}"),
    (True, False): later("{what} above {low:,} to {high:,}"),
    (False, True): later("{what} from {low:,} and below {high:,}"),
    (True, True): later("{what} above {low:,} and below {high:,}"),
}
"""By the ends of the range that are not in it."""


def _nearest_number(parameter: Number, value: float) -> float | None:
    """The nearest number that the parameter takes; where there is none, as beside an open end, one close by."""
    from decimal import Decimal

    near = max(parameter.minimum, min(parameter.maximum, value))
    if value != value or _fits(parameter, near):
        return None if value != value else near
    whole = isinstance(parameter, Integer)
    span = Decimal(str(parameter.maximum)) - Decimal(str(parameter.minimum))
    unit = Decimal(str(parameter.step)) if parameter.step else Decimal(1) if whole else span / 100
    middle = round(Decimal(str(near)) / unit)
    for steps in range(1000):
        for candidate in ((middle - steps) * unit, (middle + steps) * unit):
            found = int(candidate) if whole else float(candidate)
            if _fits(parameter, found):
                return found
    return None


def _decimal(value: object) -> object:
    """What a text says as a number; anything else as it is."""
    try:
        return float(value) if isinstance(value, str) and len(value) <= 20 else value
    except ValueError:
        return value


def _of_type(value: object, wanted: str) -> str:
    kind = type(value).__name__
    return tr("is {value} of type {kind}; {wanted}.", value=redact.value(value), kind=kind, wanted=wanted)


def meant_integer(value: object) -> int | None:
    """The integer that something else stands for: True, 2.0, "2", an enum member or a NumPy integer."""
    if isinstance(value, float):
        value = float.__float__(value)
        return int(value) if value.is_integer() else round(value) if abs(value) < 2**53 else None
    if isinstance(value, str):
        text = str.__str__(value).strip()
        return int(text) if len(text) <= 20 and re.fullmatch(r"[+-]?\d+", text) else None
    return _index(value)


def _index(value: object) -> int | None:
    from operator import index

    try:
        return int.__int__(index(value))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that it may have none is the question
    except Exception:  # a foreign __index__ may raise anything
        return None


def check_boolean(parameter: Boolean, value: object, findings: Findings) -> object:
    """True or False, and not 1 or 0, which are numbers."""
    if value is True or value is False:
        return value
    wanted = tr("it must be True or False")
    said = value if isinstance(value, str) else str(value) if type(value) is int and value in (0, 1) else ""
    findings.violation(parameter.name, value, wanted, _of_type(value, wanted), TRUTHS.get(said.strip().lower()))
    return value


def check_choice(parameter: Choice, value: object, findings: Findings) -> object:
    """One of the choices, spelled exactly, or another one of an open choice."""
    own = value if isinstance(value, str) else exact_number(value, whole=True)
    if own is not None and own in parameter.choices:
        return own
    from brushwork_runtime.base.violations import nearest_names

    words = [choice for choice in parameter.choices if isinstance(choice, str)]
    numbers = [choice for choice in parameter.choices if isinstance(choice, int)]
    if parameter.open and words:
        return check_text(parameter, value, findings)
    if parameter.open and own is not None and not isinstance(own, str):
        return own
    ways = tr("an integer") if parameter.open else alternatives([redact.value(each) for each in parameter.choices])
    wanted = tr("it must be {what}", what=ways)
    meant = meant_integer(value) if numbers else None
    close: Sequence[str | int] = nearest_names(value.strip(), words, 1) if isinstance(value, str) and words else []
    if meant is not None and not parameter.open:
        close = [min(numbers, key=lambda number: abs(number - meant))]
    findings.refuse(parameter.name, value, wanted, wanted, close[0] if close else meant)
    return value


def check_constant(parameter: Constant, value: object, findings: Findings) -> object:
    """The value that the mode always sends, which need not be given."""
    if not same(value, parameter.value):
        rule = tr("{mode} always sends {value}", mode=findings.mode, value=repr(parameter.value))
        findings.refuse(parameter.name, value, rule, rule, parameter.value)
    return parameter.value


def tokens(text: str) -> int:
    """About how many tokens a text is: one for a character of Chinese, Japanese or Korean, one for four others."""
    wide = 0 if text.isascii() else sum(character >= "\u2e80" for character in text)
    return wide + -((wide - len(text)) // 4)


UNSEEN = r"\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
"""Characters that do not show, as in a regular expression: control characters, and those that only steer others.

`str.isprintable` would not do: it depends on the version of Unicode and rejects newer emoji.
"""


@cache
def _showing() -> re.Pattern[str]:
    """One character that shows; compiled when a text is met that does not plainly show, since that takes long."""
    return re.compile(rf"[^\s{UNSEEN}]")


def _shows(text: str) -> bool:
    """Whether a text holds anything that shows."""
    return text[:1].isalnum() or _showing().search(text) is not None


def _words(text: str) -> int:
    """About how many words a text has; a character of Chinese, Japanese or Korean is one."""
    spaced = text if text.isascii() else "".join(f" {each} " if each >= "\u2e80" else each for each in text)
    return len(spaced.split())


_MEASURES: Mapping[str, Callable[[str], int]] = {"max_characters": len, "max_tokens": tokens, "max_words": _words}
"""Limit of a text -> what it counts; no text has more of it than characters."""


@cache
def _longest(limits: Prompt | Text | Choice) -> int:
    """The most characters that certainly are within every limit that some document states."""
    claims = [(dispute.field, dispute.value) for dispute in limits.disputes]
    claims += [(field, getattr(limits, field, None)) for field in _MEASURES]
    known = [value for field, value in claims if field in _MEASURES and type(value) is int]
    return min(known, default=10**9)


def check_prompt(limits: Prompt, value: object, findings: Findings) -> object:
    """A prompt that shows and goes out unharmed; what the service cuts of it is a warning."""
    if value is None:
        if limits.required:
            findings.violation("prompt", value, tr("a prompt is text"), tr("is required."))
    elif sound(value, "prompt", findings):
        if not limits.may_be_empty and not _shows(value):
            what = tr("is blank; describe the picture.") if value else tr("is empty; describe the picture.")
            findings.violation("prompt", value, tr("a prompt is text"), what)
        if len(value) > _longest(limits):
            _cut("prompt", value, limits, findings)
            for dispute in limits.disputes:
                limit, count = dispute.value, _MEASURES.get(dispute.field)
                if type(limit) is int and count is not None and count(value) > limit:
                    has = tr("the prompt has {count:,} characters", count=len(value))
                    findings.disputed(has, dispute, tr(_LIMITS[dispute.field], limit=limit))
    return value


def check_text(parameter: Text | Choice, value: object, findings: Findings) -> object:
    """A text that goes out unharmed; what the service cuts of it is a warning."""
    if sound(value, parameter.name, findings) and len(value) > _longest(parameter):
        _cut(parameter.name, value, parameter, findings)
    return value


def sound(value: object, name: str, findings: Findings) -> TypeGuard[str]:
    """Whether `value` is text that JSON carries to the service intact; records a fault if not."""
    if isinstance(value, str) and value.isascii() and "\0" not in value:
        return True
    rule = tr("it must be text (str)")
    if not isinstance(value, str):
        findings.violation(name, value, rule, _of_type(value, rule), _decoded(value))
        return False
    if "\0" in value:
        where = value.index("\0")
        what = tr("contains a NUL character at position {where:,}.", where=where)
        findings.violation(name, value, tr("no NUL characters"), what, value.replace("\0", ""))
        return False
    try:
        value.encode()
    except UnicodeEncodeError as error:
        what = tr(_HALF, code=ord(value[error.start]), where=error.start)
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        findings.violation(name, value, tr("no lone surrogates"), what, whole)
        return False
    return True


_HALF = later("contains a lone surrogate (U+{code:04X}) at position {where:,}, which is half a character.")


def _decoded(value: object) -> str | None:
    if isinstance(value, (bytes, bytearray)):
        try:
            return bytes(memoryview(value)[:10_000]).decode()
        except Exception:  # no text, or a class of the caller's own, which raises whatever it likes
            return None
    return None


def _cut(name: str, value: str, limits: Prompt | Text | Choice, findings: Findings) -> None:
    """Record that the service will cut a text that is longer than a limit."""
    for field, count in _MEASURES.items():
        limit = getattr(limits, field, None)
        if limit is None or (length := count(value)) <= limit:
            continue
        findings.truncated(tr(_CUTS[field], name=name, length=length, limit=limit))


_LIMITS = {
    "max_characters": later("the limit is {limit:,} characters"),
    "max_tokens": later("the limit is {limit:,} tokens"),
    "max_words": later("the limit is {limit:,} words"),
}
_CUTS = {
    "max_characters": later("{name} has {length:,} characters; the service silently truncates it to {limit:,}."),
    "max_tokens": later(
        "{name} has about {length:,} tokens; the service silently truncates it to {limit:,}. "
        "A token is about one character of Chinese, or four of a language like English."
    ),
    "max_words": later("{name} has {length:,} words; the service silently truncates it to {limit:,}."),
}
