"""A curl command as people paste it: read, never run, and nothing of its headers but their names goes on."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from brushwork_runtime import fields, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = "brushwork gen --file BODY.json"
_FORM = "curl -X POST https://... -H 'Authorization: Bearer $KEY' -d '{\"model\": ...}'"
_DATA = frozenset({"-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"})
_VALUES = frozenset(
    (
        *("-o", "--output", "-u", "--user", "-A", "--user-agent", "-e", "--referer", "-b", "--cookie", "-F", "--form"),
        *("-x", "--proxy", "-m", "--max-time", "--connect-timeout", "--retry", "--cacert", "-w", "--write-out"),
    )
)
"""Options with a value that says nothing of the request."""

_HEREDOC = re.compile(r"<<-?\s*(['\"]?)(\w+)\1[^\n]*\n(.*?)\n\s*\2\s*(?:\n|$)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """What a command sends: the address, headers by their names in lower case, and the body."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: Mapping[str, object]

    @property
    def protocol(self) -> str | None:
        """The protocol that its headers ask for; None for the usual one."""
        if self.headers.get("x-dashscope-async", "").lower() == "enable":
            return "async"
        streams = self.headers.get("x-dashscope-sse", "").lower() == "enable"
        return "stream" if streams or "text/event-stream" in self.headers.get("accept", "") else None


def pasted(text: str) -> Pasted:
    """Read a command. Raises `click.UsageError`, which shows nothing of it."""
    data, heredoc = list[str](), _HEREDOC.search(text)
    if heredoc is not None:
        text = f"{text[: heredoc.start()]}\n{text[heredoc.end() :]}"
    text = re.sub(r"(\\|\^|`)\r?\n", " ", text.strip().removeprefix("$ "))
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise click.UsageError(
            tr("this curl command is not complete: {error}. Copy all of its lines.", error=error)
        ) from None
    start = next((index for index, word in enumerate(words) if word in ("curl", "curl.exe")), None)
    if start is None:
        raise click.UsageError(tr("this is not a curl command, which looks like {form}", form=_FORM))
    method, url, headers = "", "", dict[str, str]()
    left = iter(words[start + 1 :])
    for word in left:
        name, sign, value = word.partition("=") if word.startswith("--") else (word[:2], word[2:], word[2:])
        if word in ("|", ";", "&&", ">"):
            break
        if not word.startswith("-") or word == "-":
            url = url or word
        elif name in _DATA | _VALUES | {"-H", "--header", "-X", "--request", "--url"}:
            value = value if sign else next(left, "")
            if name in _DATA:
                data.append(value)
            elif name in ("-H", "--header"):
                header, _, said = value.partition(":")
                headers[header.strip().lower()] = said.strip()
            elif name in ("-X", "--request"):
                method = value.upper()
            elif name == "--url":
                url = value
    if heredoc is not None and data == ["@-"]:
        data = [heredoc[3]]
    return Pasted(method=method or ("POST" if data else "GET"), url=url, headers=headers, body=_body(data))


def _body(data: list[str]) -> Mapping[str, object]:
    if not data:
        raise click.UsageError(
            tr("this curl command sends no body, so it makes no images; it looks like {form}", form=_FORM)
        )
    if data[0].startswith("@"):
        raise click.UsageError(tr("this curl command reads its body from a file; give that: {command}", command=_FILE))
    try:
        found = fields(json.loads("&".join(data)))
    except (ValueError, RecursionError) as error:
        raise click.UsageError(
            tr(
                "the body of this curl command is not valid JSON: {error}. "
                "Quotes in it may have been lost in the copy.",
                error=error,
            )
        ) from None
    if found is None:
        raise click.UsageError(
            tr("the body of this curl command is not a JSON object; it looks like {form}", form=_FORM)
        )
    return {str(name): value for name, value in found.items()}
