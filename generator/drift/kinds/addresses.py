"""Hosts, paths and places in answers that a document names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.drift.claims import Claim, Finding
from generator.drift.context import Context
from generator.drift.structure import Statement
from generator.ir import Endpoint

_HOST = re.compile(r"(?<![\w.])(?:https?|wss)://([A-Za-z0-9{}_<>$.-]{3,120})((?:/[\w{}.<>$-]{0,80}){0,10})", re.ASCII)
_PATH = re.compile(
    r"(?<![\w.])((?:/[\w-]{1,60}){0,6}/services/[\w-]{1,60}/[\w-]{1,60}(?:/[\w-]{1,60}){0,4}"
    r"|/(?:api|compatible-mode)/v\d{1,2}/[\w{}-]{1,60}(?:/[\w{}-]{1,60}){0,5})",
    re.ASCII,
)
_SHORT = re.compile(
    r"(?<![\w/.-])([a-z0-9]+-[a-z0-9-]{1,40}/[a-z0-9-]{2,40}|[a-z]+\d[a-z0-9]{1,20}|[a-z]+-[a-z]{2,20})(?=\s+endpoint)"
)
_GLUE = re.compile(r"(?:[A-Z]|curl|output|Then)")
_ANSWER = re.compile(r"(?<![\w.])((?:output|data)(?:\[\d?\])?(?:\.[a-z_]{2,30}(?:\[\d?\])?){1,5})(?![\w\[])", re.ASCII)
_OURS = re.compile(r"dashscope|\.maas\.|model-?studio|qwencloudapi|qianwenai", re.IGNORECASE)


def addresses(context: Context, statement: Statement) -> Iterator[Claim | Finding]:
    """What a text or a block of code says of this kind."""
    text = statement.text.text
    if "/" in text:
        yield from _hosts(context, statement, text)
        yield from _paths(context, statement, text)
    if statement.role in ("said", "default"):
        yield from _answers(context, statement, text)


def _hosts(context: Context, statement: Statement, text: str) -> Iterator[Claim]:
    for found in _HOST.finditer(text):
        host = re.sub(r"[{<$][\w{}<>$-]*[}>]|WorkspaceId", "{}", found[1]).rstrip(".")
        if not re.match(r"/(?:api|compatible-mode)/v\d", found[2]) or not _OURS.search(host):
            continue
        region = context.region_of_host(host)
        place = statement.text.place(found.start(1))
        if region is None:
            yield Claim(
                place=place, said=host, fields=(f"host {host}",), values=(host,), models=statement.models, sure=True
            )
        elif statement.role == "said" and statement.models and "/services/" in found[2]:
            yield Claim(
                place=place, said=host, fields=("regions",), values=(region,), models=statement.models, match="has"
            )


def _paths(context: Context, statement: Statement, text: str) -> Iterator[Claim]:
    for found in _PATH.finditer(_HOST.sub(lambda host: " " * (host.start(2) - host.start()) + host[2], text)):
        yield from _route(context, statement, found, _known(context, found[1]))
    if statement.role == "said":
        for found in _SHORT.finditer(text):
            ending = [each for each in context.spec.api.endpoints if f"/{found[1]}" in each.path or each.id == found[1]]
            if ending:
                yield from _route(context, statement, found, ending[0])


def _route(context: Context, statement: Statement, found: re.Match[str], endpoint: Endpoint | None) -> Iterator[Claim]:
    place = statement.text.place(found.start(1))
    if endpoint is None:
        quiet = statement.role == "code" or not statement.ours or "/services/aigc" not in found[1]
        if "/services/" in found[1] or statement.role == "said":
            yield Claim(place=place, said=found[1], fields=(f"endpoint {found[1]}",), values=(found[1],),
                        models=statement.models, sure=True, quiet=quiet)  # fmt: skip
    elif statement.role == "said" and "/services/" in endpoint.path:
        models = context.whose(found.string, *found.span()) or statement.models
        yield Claim(place=place, said=found[1], fields=("route.endpoint",), values=(endpoint.id,), models=models)


def _known(context: Context, said: str) -> Endpoint | None:
    base = context.spec.api.base_path
    for endpoint in sorted(context.spec.api.endpoints, key=lambda each: -len(each.path)):
        known = (endpoint.base_path or base) + endpoint.path
        pattern = re.sub(r"\\\{\w+\\\}", r"[\\w{}-]{1,60}", re.escape(known.rstrip("/"))) + "/?"
        path = said if said.startswith(("/api/", "/compatible")) else base + said
        found = re.match(pattern, path)
        if found and (found.end() == len(path) or _GLUE.match(path, found.end()) or "{" in endpoint.path):
            return endpoint
    return None


def _answers(context: Context, statement: Statement, text: str) -> Iterator[Claim]:
    """Where the pictures are in an answer."""
    for found in _ANSWER.finditer(text):
        path = re.sub(r"\[\d?\]", "[]", found[1]).removeprefix("response.")
        if path.endswith((".image", ".url", "image_url")):
            models = context.whose(found.string, *found.span()) or statement.models
            yield Claim(place=statement.text.place(found.start()), said=found[1], fields=("results.images",),
                        values=(path,), models=models, match="has", quiet=True)  # fmt: skip
