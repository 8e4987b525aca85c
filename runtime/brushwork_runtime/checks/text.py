"""Checks of the prompt and of other text parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime import redact

if TYPE_CHECKING:
    from brushwork_runtime.checks.findings import Findings
    from brushwork_runtime.spec import Prompt, Text

CHARACTERS_PER_TOKEN = 4
"""A language model's tokens are seldom longer, so a text longer than this per token is almost surely over the limit."""

_UNSEEN = (
    *((0, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E), (0x200B, 0x200F)),
    *((0x2028, 0x202E), (0x2060, 0x206F), (0xD800, 0xDFFF), (0xFEFF, 0xFEFF)),
)


def shows(character: str) -> bool:
    """Whether a character is visible: not white space, a control character, or one that only formats others.

    `str.isprintable` would not do: it depends on the version of Unicode and rejects newer emoji.
    """
    return not character.isspace() and not any(low <= ord(character) <= high for low, high in _UNSEEN)


def prompt(limits: Prompt, value: object, findings: Findings) -> object:
    """A prompt that is text and not blank; warns about one that the service will truncate."""
    if value is None:
        findings.fault("prompt", value, "a prompt is text", "is required.")
        return value
    if not sound("prompt", value, findings) or not isinstance(value, str):
        return value
    if not any(map(shows, value)):
        kind = "blank" if value else "empty"
        findings.fault("prompt", value, "a prompt is text", f"is {kind}; describe the picture.")
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
    return str(value)


def text(parameter: Text, value: object, findings: Findings) -> object:
    """A text; warns about one that the service will truncate."""
    if not sound(parameter.name, value, findings) or not isinstance(value, str):
        return value
    _length(parameter.name, value, parameter.max_characters, findings)
    return str(value)


def sound(name: str, value: object, findings: Findings) -> bool:
    """Whether `value` is text that JSON carries to the service intact; records a fault if not."""
    rule = "it must be text (str)"
    if not isinstance(value, str):
        what = f"is {redact.value(value)} of type {type(value).__name__}; {rule}."
        findings.fault(name, value, rule, what, _decoded(value))
        return False
    if "\0" in value:
        where = value.index("\0")
        what = f"contains a NUL character at position {where:,}."
        findings.fault(name, value, "no NUL characters", what, value.replace("\0", ""))
        return False
    if not value.isascii() and (half := _surrogate(value)) is not None:
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        what = f"contains a lone surrogate (U+{ord(value[half]):04X}) at position {half:,}, which is half a character."
        findings.fault(name, value, "no lone surrogates", what, whole)
        return False
    return True


def _surrogate(value: str) -> int | None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        return error.start
    return None


def _decoded(value: object) -> str | None:
    if isinstance(value, (bytes, bytearray)) and len(value) <= 10_000:
        try:
            return value.decode()
        except UnicodeDecodeError:
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
