"""Integers, booleans, choices, constants and texts."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.validate.findings import DOUBT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brushwork_runtime.tables.spec import Boolean, Choice, Constant, Integer, Prompt, Text
    from brushwork_runtime.validate.findings import Accept, Findings, Seen

_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})


def accept_integer(parameter: Integer) -> Accept:
    """An integer within the range: an `int`, and nothing that merely resembles one."""
    low, high = parameter.minimum, parameter.maximum

    def accept(value: object, _: Seen) -> object:
        return value if type(value) is int and low <= value <= high else DOUBT

    return accept


def explain_integer(parameter: Integer, value: object, findings: Findings) -> object:
    """What is wrong with a value that is not an integer in the range."""
    low, high = parameter.minimum, parameter.maximum
    wanted = f"it must be {low:,}" if low == high else f"it must be an integer from {low:,} to {high:,}"
    if type(value) is int:
        if not low <= value <= high:
            findings.refuse(parameter.name, value, wanted, wanted, clamp(value, low, high))
        return value
    meant = meant_integer(value)
    nearest = None if meant is None else clamp(meant, low, high)
    _wrong_type(parameter.name, value, wanted, findings, nearest)
    return value


def _wrong_type(name: str, value: object, wanted: str, findings: Findings, nearest: object) -> None:
    findings.violation(
        name, value, wanted, f"is {redact.value(value)} of type {type(value).__name__}; {wanted}.", nearest
    )


def alternatives(ways: Sequence[str]) -> str:
    """The ways as one phrase: "a", "a or b", "a, b or c"."""
    *head, last = ways
    return f"{', '.join(head)} or {last}" if head else last


def clamp(value: int, low: int, high: int) -> int:
    """The nearest value within the range."""
    return max(low, min(high, value))


def meant_integer(value: object) -> int | None:
    """The integer that something else stands for: True, 2.0, "2", an enum member or a NumPy integer."""
    if isinstance(value, float):
        value = float.__float__(value)
        return int(value) if value.is_integer() else round(value) if abs(value) < 2**53 else None
    if isinstance(value, str):
        value = str.__str__(value)
        return int(value) if len(value) <= 20 and value.strip().lstrip("+-").isdecimal() and _is_number(value) else None
    return _index(value)


def _is_number(text: str) -> bool:
    try:
        int(text)
    except ValueError:
        return False
    return True


def _index(value: object) -> int | None:
    from operator import index

    try:
        return index(value)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that it may have none is the question
    except Exception:  # a foreign __index__ may raise anything
        return None


def accept_boolean(value: object, _: Seen) -> object:
    """True or False, and not 1 or 0, which are numbers."""
    return value if value is True or value is False else DOUBT


def explain_boolean(parameter: Boolean, value: object, findings: Findings) -> object:
    """What is wrong with a value that is neither True nor False."""
    if value is True or value is False:
        return value
    wanted = "it must be True or False"
    word = (
        value.strip().lower()
        if isinstance(value, str)
        else str(value)
        if type(value) is int and value in (0, 1)
        else ""
    )
    nearest = True if word in _TRUE else False if word in _FALSE else None
    _wrong_type(parameter.name, value, wanted, findings, nearest)
    return value


def accept_choice(parameter: Choice) -> Accept:
    """One of the choices, spelled exactly."""
    words = frozenset(parameter.choices)

    def accept(value: object, _: Seen) -> object:
        return str.__str__(value) if isinstance(value, str) and value in words else DOUBT

    return accept


def explain_choice(parameter: Choice, value: object, findings: Findings) -> object:
    """What is wrong with a value that is none of the words."""
    from brushwork_runtime.base.violations import nearest_names

    if isinstance(value, str) and value in parameter.choices:
        return str.__str__(value)
    wanted = f"it must be {alternatives([redact.value(each) for each in parameter.choices])}"
    close = nearest_names(value.strip(), parameter.choices, 1) if isinstance(value, str) else []
    findings.refuse(parameter.name, value, wanted, wanted, close[0] if close else None)
    return value


def accept_constant(parameter: Constant) -> Accept:
    """The value that the mode always sends, which need not be given."""
    always = parameter.value

    def accept(value: object, _: Seen) -> object:
        return always if type(value) is type(always) and value == always else DOUBT

    return accept


def explain_constant(parameter: Constant, value: object, findings: Findings) -> object:
    """That a mode always sends another value."""
    rule = f"{findings.mode} always sends {parameter.value!r}"
    findings.refuse(parameter.name, value, rule, rule, parameter.value)
    return parameter.value


CHARACTERS_PER_TOKEN = 4
"""A language model's tokens are seldom longer, so a text longer than this per token is almost surely over the limit."""

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


def accept_text(parameter: Text) -> Accept:
    """A text that goes out unharmed and is not cut."""
    longest = 10**9 if parameter.max_characters is None else parameter.max_characters

    def accept(value: object, _: Seen) -> object:
        if isinstance(value, str) and len(value) <= longest and _unharmed(value):
            return str.__str__(value)
        return DOUBT

    return accept


def accept_prompt(limits: Prompt) -> Accept:
    """A prompt that shows, goes out unharmed, and is not cut by the limit of any document."""
    longest = _longest(limits)

    def accept(value: object, _: Seen) -> object:
        if isinstance(value, str) and len(value) <= longest and _unharmed(value) and _shows(value):
            return str.__str__(value)
        return DOUBT

    return accept


def _unharmed(value: str) -> bool:
    """Whether a text holds nothing that JSON would not carry to the service as it is."""
    return "\0" not in value and (value.isascii() or _surrogate(value) is None)


def _longest(limits: Prompt) -> int:
    """The most characters that certainly are within every limit that some document states."""
    claims = [(dispute.field, dispute.value) for dispute in limits.disputes]
    claims += [("max_characters", limits.max_characters), ("max_tokens", limits.max_tokens)]
    sizes = {"max_characters": 1, "max_tokens": CHARACTERS_PER_TOKEN}
    known = [value * sizes[field] for field, value in claims if field in sizes and type(value) is int]
    return min(known, default=10**9)


def explain_prompt(limits: Prompt, value: object, findings: Findings) -> object:
    """What is wrong with a prompt, or that the service will cut it."""
    if value is None:
        findings.violation("prompt", value, "a prompt is text", "is required.")
        return value
    if not sound("prompt", value, findings) or not isinstance(value, str):
        return value
    if not _shows(value):
        kind = "blank" if value else "empty"
        findings.violation("prompt", value, "a prompt is text", f"is {kind}; describe the picture.")
    _length("prompt", value, limits.max_characters, findings)
    _tokens(value, limits.max_tokens, findings)
    for dispute in limits.disputes:
        limit = dispute.value
        if type(limit) is not int:
            continue
        size = CHARACTERS_PER_TOKEN if dispute.field == "max_tokens" else 1
        if dispute.field in ("max_characters", "max_tokens") and len(value) > limit * size:
            unit = dispute.field.removeprefix("max_")
            findings.disputed(f"the prompt has {len(value):,} characters", dispute, f"the limit is {limit:,} {unit}")
    return str.__str__(value)


def explain_text(parameter: Text, value: object, findings: Findings) -> object:
    """What is wrong with a text, or that the service will cut it."""
    if not sound(parameter.name, value, findings) or not isinstance(value, str):
        return value
    _length(parameter.name, value, parameter.max_characters, findings)
    return str.__str__(value)


def sound(name: str, value: object, findings: Findings) -> bool:
    """Whether `value` is text that JSON carries to the service intact; records a fault if not."""
    rule = "it must be text (str)"
    if not isinstance(value, str):
        what = f"is {redact.value(value)} of type {type(value).__name__}; {rule}."
        findings.violation(name, value, rule, what, _decoded(value))
        return False
    if "\0" in value:
        where = value.index("\0")
        what = f"contains a NUL character at position {where:,}."
        findings.violation(name, value, "no NUL characters", what, value.replace("\0", ""))
        return False
    if not value.isascii() and (half := _surrogate(value)) is not None:
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        what = f"contains a lone surrogate (U+{ord(value[half]):04X}) at position {half:,}, which is half a character."
        findings.violation(name, value, "no lone surrogates", what, whole)
        return False
    return True


def _surrogate(value: str) -> int | None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        return error.start
    return None


def _decoded(value: object) -> str | None:
    if isinstance(value, (bytes, bytearray)):
        try:
            return bytes(memoryview(value)[:10_000]).decode()
        except Exception:  # no text, or a class of the caller's own, which raises whatever it likes
            return None
    return None


def _length(name: str, value: str, limit: int | None, findings: Findings) -> None:
    if limit is not None and len(value) > limit:
        findings.truncated(f"{name} has {len(value):,} characters; the service silently truncates it to {limit:,}.")


def _tokens(value: str, limit: int | None, findings: Findings) -> None:
    if limit is not None and len(value) > limit * CHARACTERS_PER_TOKEN:
        findings.truncated(
            f"prompt has {len(value):,} characters; the service silently truncates it to {limit:,} tokens. A token is "
            f"seldom longer than {CHARACTERS_PER_TOKEN} characters, so this is most likely over the limit."
        )
