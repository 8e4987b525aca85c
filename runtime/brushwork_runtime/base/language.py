"""The language of messages. English is the source and stands in the code; others are in the catalogue, by the English.

`locale/zh/LC_MESSAGES/brushwork.po` is for people, the `.mo` beside it for programs; `make messages` brings both up to
date. Nothing of it is read before there is something to say in another language than English.
"""

from __future__ import annotations

import os
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextvars import Token

_VARIABLES = ("BRUSHWORK_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""The first of them that is set decides."""
_chosen: str | None = None
_here: ContextVar[str | None] = ContextVar("brushwork-language", default=None)


def tr(message: str, /, **values: object) -> str:
    """A message in the language of messages, with `values` in its places, such as `{count:,}`.

    `message` is a literal, so that it gets into the catalogue, or was marked with `later`. Without values it is said as
    it stands, braces and all.
    """
    if chinese():
        message = _catalogue()(message)
    return message.format_map(values) if values else message


def localized(page: str) -> str:
    """A page of HTML in the language of messages: each `[[phrase]]` of it said, as text or in an attribute."""
    import re
    from html import escape

    def phrase(found: re.Match[str]) -> str:
        folded = " ".join(found[1].split())
        return escape(tr(folded))

    said = re.sub(r"\[\[(.+?)\]\]", phrase, page, flags=re.DOTALL)
    return said.replace('<html lang="en">', '<html lang="zh-Hans">') if chinese() else said


def later(message: str, /) -> str:
    """The message itself, marked for the catalogue; `tr` says it later."""
    return message


SYSTEM = (
    *(later("No such file or directory"), later("Permission denied"), later("Is a directory")),
    *(later("Not a directory"), later("File exists"), later("No space left on device")),
    *(later("Read-only file system"), later("File name too long"), later("Connection refused")),
    *(later("Connection reset by peer"), later("Broken pipe"), later("Operation not permitted")),
    *(later("Too many open files"), later("Address already in use"), later("Network is unreachable")),
)
"""What the system says most often when it refuses something."""
READERS = (
    *(later("Expecting value"), later("Expecting property name enclosed in double quotes")),
    *(later("Expecting ',' delimiter"), later("Expecting ':' delimiter"), later("Extra data")),
    *(later("Illegal trailing comma before end of object"), later("Illegal trailing comma before end of array")),
    *(later("Unterminated string starting at"), later("Invalid control character at"), later("Invalid \\escape")),
    *(later("unexpected end of data"), later("line contains NUL")),
)
"""What the readers of JSON and CSV say."""


def reason_of(error: Exception) -> str:
    """Why the system, or a reader of JSON, refused something; in the language of messages if it is a usual reason."""
    if isinstance(error, OSError):
        return tr(error.strerror) if error.strerror else type(error).__name__
    line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
    if line is None or column is None:
        return tr(str(error)) if str(error) else type(error).__name__
    what = tr(str(getattr(error, "msg", "")))
    return tr("{what}: line {line}, column {column}", what=what, line=line, column=column)


def alternatives(ways: Sequence[str]) -> str:
    """The ways as one phrase: "a", "a or b", "a, b or c"."""
    *head, last = ways
    return tr("{ways} or {last}", ways=series(head), last=last) if head else last


def all_of(parts: Iterable[str]) -> str:
    """The parts as one phrase: "a", "a and b", "a, b and c"."""
    *head, last = parts
    return tr("{parts} and {last}", parts=series(head), last=last) if head else last


def series(parts: Iterable[str]) -> str:
    """The parts, with a comma between two."""
    return tr(", ").join(parts)


def sentences(*texts: str | None) -> str:
    """The texts that there are, one after another; no blank follows the full stop or the question mark of Chinese."""
    return " ".join(text for text in texts if text).replace("。 ", "。").replace("？ ", "？")


def wrapped(text: str, width: int, indent: str, hanging: str) -> str:
    """The text in lines of at most `width` columns, the first one indented by `indent`, the others by `hanging`."""
    import textwrap

    if not chinese():
        return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=hanging, break_on_hyphens=False)
    import re

    # A character of Chinese is as wide as two others, and a line may end behind any that no mark follows.
    pieces = re.findall(
        r"[（“]*(?:[^\s（“\u2e80-\uffef]|\u00a0)+[，。；：、！？）”]*|[（“]*[\u2e80-\uffef][，。；：、！？）”]*|[^\S\u00a0]+",
        text,
    )
    lines = [indent]
    for piece in pieces:
        if _columns(lines[-1] + piece.rstrip()) > width and lines[-1].strip():
            lines.append(hanging + piece.lstrip())
        else:
            lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def _columns(text: str) -> int:
    return len(text) + sum(each >= "\u2e80" for each in text)


def chinese() -> bool:
    """Whether messages are in Chinese: as the program says, or else as its environment does."""
    spoken = _here.get() or _chosen
    if spoken is None:
        spoken = next(filter(None, map(os.environ.get, _VARIABLES)), "")
    return spoken[:2].lower() == "zh" and not spoken[2:3].isalnum()


def speak(language: str | None) -> None:
    """Let all messages of this process be in `language`, such as "en" or "zh"; None leaves it to the environment."""
    global _chosen  # noqa: PLW0603 - of the process, as its locale
    _chosen = language


class Speaking:
    """Within it messages are in `language`, for this thread or task alone: a server speaks to each in their own."""

    __slots__ = ("_before", "_language")

    def __init__(self, language: str | None) -> None:
        self._language = language

    def __enter__(self) -> None:
        self._before: Token[str | None] = _here.set(self._language)

    def __exit__(self, *_: object) -> None:
        _here.reset(self._before)


@cache
def _catalogue() -> Callable[[str], str]:
    import gettext
    from io import BytesIO
    from pkgutil import get_data

    try:
        compiled = get_data("brushwork_runtime", "locale/zh/LC_MESSAGES/brushwork.mo")
    except OSError:  # a packed program without our data
        compiled = None
    return gettext.gettext if compiled is None else gettext.GNUTranslations(BytesIO(compiled)).gettext
