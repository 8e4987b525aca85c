"""Finds the requests in code: JSON after `curl -d`, dictionaries in Python, calls of the vendor's SDK."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from generator.drift.passage import Passage, Place

_MODEL = re.compile(r"""["']model["']\s*:""")
_CALL = re.compile(r"\b(ImageSynthesis|MultiModalConversation|ImageGeneration)\.(?:async_call|call)\(")
_URL = re.compile(r"https?://[^\s'\"\\]+")
_HEADER = re.compile(r"""(X-DashScope-[A-Za-z]+)["']?\s*:\s*["']?(\w+)""")
_QUOTED = {sign: re.compile(rf"(?>[^\\{sign}\n]|\\.)*+{sign}") for sign in "\"'"}
_CLOSING = {"{": "}", "(": ")", "[": "]"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A request as code shows it: its text, and what could be read of it."""

    text: Passage
    url: str
    url_at: Place
    headers: dict[str, str]
    body: dict[str, Any] | None
    """None where it could not be read; then `fault` says why and `fault_at` where in the text."""
    sdk: bool = False
    """A call of the vendor's SDK: `body` holds its arguments."""
    fault: str = ""
    fault_at: int = 0


def written(code: Passage) -> Iterator[Written]:
    """Every request of a block of code, in order."""
    last = 0
    for start in _starts(code.text):
        if start < last:
            continue
        opening = code.text.index("(", start) if code.text[start] != "{" else start
        end = _balanced(code.text, opening)
        before = code.text[last:start]
        whole = end if end is not None else len(code.text)
        around = code.text[last : min(len(code.text), whole + 300)] if "request" in before.lower() else before
        url, at = _address(before)
        url_at = code.place(last + at)
        headers = dict(_HEADER.findall(around.replace("\\\n", " ")))
        text = code.part(start, whole)
        if end is None:
            yield Written(text=text, url=url, url_at=url_at, headers=headers, body=None, fault="unbalanced brackets")
            return
        yield _read(text, url, url_at, headers)
        last = end


def _address(before: str) -> tuple[str, int]:
    """The last address in the text, and where it stands."""
    found = list(_URL.finditer(before))
    return (found[-1][0], found[-1].start()) if found else ("", 0)


def _starts(text: str) -> list[int]:
    """Where requests begin: the outermost brace around a "model" key, and calls of the SDK."""
    calls = [found.start() for found in _CALL.finditer(text) if "model" in text[found.end() : found.end() + 300]]
    braces: list[int] = []
    at = 0
    for key in _MODEL.finditer(text):
        opening = text.rfind("{", at, key.start())
        if opening < 0:
            continue
        end = _balanced(text, opening)
        if end is None or key.end() <= end:
            braces.append(opening)
            at = end if end is not None else len(text)
    return sorted([*calls, *braces])


def _balanced(text: str, opening: int) -> int | None:
    """The offset behind the bracket that closes the one at `opening`; brackets in quotes do not count."""
    waiting = [_CLOSING[text[opening]]]
    at = opening + 1
    unclosed = dict.fromkeys("\"'", -1)
    """For each quote the end of the line that has no other; what opens before it again is not closed either."""
    while at < len(text):
        sign = text[at]
        if sign in "\"'" and not (sign == "'" and text[at - 1].isalnum()):
            found = _QUOTED[sign].match(text, at + 1) if at >= unclosed[sign] else None
            if found is None:
                line = text.find("\n", at)
                unclosed[sign] = line if line >= 0 else len(text)
            at = found.end() if found else at + 1
            continue
        if sign in _CLOSING:
            waiting.append(_CLOSING[sign])
        elif sign in ")]}":
            if sign != waiting.pop():
                return None
            if not waiting:
                return at + 1
        at += 1
    return None


def _read(text: Passage, url: str, url_at: Place, headers: dict[str, str]) -> Written:
    if text.text[0] != "{":
        return _sdk(text, url, url_at)
    try:
        body: Any = json.loads(text.text)
    except (ValueError, RecursionError) as error:
        at = error.pos if isinstance(error, json.JSONDecodeError) else 0
        try:
            body = ast.literal_eval(text.text)
        except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
            return Written(
                text=text, url=url, url_at=url_at, headers=headers, body=None, fault=f"not JSON: {error}", fault_at=at
            )
    return Written(
        text=text,
        url=url,
        url_at=url_at,
        headers=headers,
        body=cast("dict[str, Any]", body) if isinstance(body, dict) else None,
    )


def _sdk(text: Passage, url: str, url_at: Place) -> Written:
    try:
        call = ast.parse(text.text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return Written(text=text, url=url, url_at=url_at, headers={}, body=None, sdk=True, fault=f"not Python: {error}")
    arguments: dict[str, Any] = {}
    for keyword in cast("ast.Call", call).keywords:
        try:
            arguments[keyword.arg or ""] = ast.literal_eval(keyword.value)
        except (ValueError, TypeError, RecursionError):
            continue  # a key from the environment, a variable
    return Written(text=text, url=url, url_at=url_at, headers={}, body=arguments, sdk=True)
