"""Hosts, paths and places in answers that a document names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.drift.claims import Claim
from generator.drift.context import Context
from generator.drift.kinds.said import claim
from generator.drift.structure import Statement
from generator.ir import Endpoint

_HOST = re.compile(r"(?<![\w.])(?:https?|wss)://([A-Za-z0-9{}_<>$.-]{3,120})((?:/[\w{}.<>$-]{0,80}){0,10})", re.ASCII)
_PATH = re.compile(
    r"(?<![\w.])((?:/[\w-]{1,60}){0,6}/services/[\w-]{1,60}/[\w-]{1,60}(?:/[\w-]{1,60}){0,4}"
    r"|/(?:api|compatible-mode)/v\d{1,2}/[\w{}-]{1,60}(?:/[\w{}-]{1,60}){0,5})",
    re.ASCII,
)
_OURS = re.compile(r"dashscope|\.maas\.|model-?studio|qwencloudapi|qianwenai", re.IGNORECASE)


def addresses(context: Context, statement: Statement) -> Iterator[Claim]:
    """What a text or a block of code says of this kind."""
    text = statement.text.text
    if "/" in text:
        yield from _hosts(context, statement, text)
        for found in _PATH.finditer(_HOST.sub(lambda host: " " * (host.start(2) - host.start()) + host[2], text)):
            yield from _route(context, statement, found, _known(context, found[1]))
    for token in context.lexicon.tokens(text) if statement.role in ("said", "default") else ():
        if token.sign == "U" and token.said.endswith((".image", ".url", "image_url")):
            models = context.whose(text, token.start, token.end) or statement.models
            yield claim(statement, "results.images", (token.said,), said=token.said, at=token.start, models=models,
                        match="has", quiet=True)  # fmt: skip


def _hosts(context: Context, statement: Statement, text: str) -> Iterator[Claim]:
    for found in _HOST.finditer(text):
        host = re.sub(r"[{<$][\w{}<>$-]*[}>]|WorkspaceId", "{}", found[1]).rstrip(".")
        if not re.match(r"/(?:api|compatible-mode)/v\d", found[2]) or not _OURS.search(host):
            continue
        region = context.region_of_host(host)
        if region is None:
            yield claim(statement, f"host {host}", (host,), said=host, at=found.start(1), sure=True)
        elif statement.role == "said" and statement.models and "/services/" in found[2]:
            yield claim(statement, "regions", (region,), said=host, at=found.start(1), match="has")


def _route(context: Context, statement: Statement, found: re.Match[str], endpoint: Endpoint | None) -> Iterator[Claim]:
    said, at = found[1], found.start(1)
    if endpoint is None:
        quiet = statement.role == "code" or not statement.ours or "/services/aigc" not in said
        if "/services/" in said or statement.role == "said":
            yield claim(statement, f"endpoint {said}", (said,), said=said, at=at, sure=True, quiet=quiet)
    elif statement.role == "said" and "/services/" in endpoint.path:
        models = context.whose(found.string, *found.span()) or statement.models
        yield claim(statement, "route.endpoint", (endpoint.id,), said=said, at=at, models=models)


def _known(context: Context, said: str) -> Endpoint | None:
    base = context.spec.api.base_path
    for endpoint in sorted(context.spec.api.endpoints, key=lambda each: -len(each.path)):
        known = (endpoint.base_path or base) + endpoint.path
        pattern = re.sub(r"\\\{\w+\\\}", r"[\\w{}-]{1,60}", re.escape(known.rstrip("/"))) + "/?"
        path = said if said.startswith(("/api/", "/compatible")) else base + said
        found = re.match(pattern, path)
        if found and (found.end() == len(path) or "{" in endpoint.path):
            return endpoint
    return None
