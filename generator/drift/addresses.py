"""Hosts, paths and headers that a document names, against the endpoints and regions of the specs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.drift.claims import Claim, Finding
from generator.drift.facts import Fact
from generator.drift.passage import Passage, Place
from generator.drift.subject import Context, sentences
from generator.ir import Endpoint
from generator.problems import nearest

_HOST = re.compile(r"https?://([A-Za-z0-9{}_.-]+)((?:/[\w{}.-]*)*)")
_PATH = re.compile(
    r"(?<![\w.])((?:/[\w-]+){0,8}/services/[\w-]+/[\w-]+(?:/[\w-]+)*"
    r"|/(?:api|compatible-mode)/v\d+/[\w{}-]+(?:/[\w{}-]+)*)"
)
_SHORT = re.compile(
    r"(?<![\w/.-])([a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*)(?=\s+endpoint)|(?<![\w/.-])([a-z]+\d[a-z0-9]*|[a-z]+-[a-z]+)(?=\s+endpoint)"
)
_HEADER = re.compile(r"\b(X-DashScope-[A-Za-z]+)\b")
_GLUE = re.compile(r"(?:[A-Z]|curl|output|Then)")
"""How a word begins that stuck to a path when line breaks were lost."""
_PLAIN = frozenset({"same-endpoint", "async-only", "sync-only", "task-query"})


class Addresses:
    """Reads addresses in any text, prose or code."""

    def __init__(self, context: Context) -> None:
        self.context = context
        api = context.spec.api
        self.base = api.base_path
        self.endpoints = {f"{endpoint.base_path or ''}{endpoint.path}": endpoint for endpoint in api.endpoints}
        self.bases = {self.base, *(endpoint.base_path for endpoint in api.endpoints if endpoint.base_path)}
        self.hosts = {region.host: region.id for region in api.regions if region.host}
        self.spaces = [region.workspace_host for region in api.regions]
        self.own = context.own_regions
        self.named: dict[str, Place] = {}
        """Endpoint -> where the document first names it."""

    def read(self, text: Passage, *, prose: bool = True) -> Iterator[Finding | Claim]:
        """Every address in the text; only in prose are words around it that say whose it is."""
        for found in self._read(text):
            if prose or isinstance(found, Finding):
                yield found

    def _read(self, text: Passage) -> Iterator[Finding | Claim]:
        clean = text.clean
        for found in _HOST.finditer(clean.text):
            yield from self._host(clean, found)
        for found in _PATH.finditer(clean.text):
            yield from self._path(clean, found[1], found.start())
        for found in _SHORT.finditer(clean.text):
            yield from self._short(clean, found[1] or found[2], found.start())
        known = {name.lower() for name in self.context.spec.api.headers}
        for found in _HEADER.finditer(clean.text):
            if found[1].lower() not in known:
                at = clean.place(found.start())
                yield Finding(kind="new", place=at, about="header", said=found[1], held="nothing", name=found[1])

    def _host(self, text: Passage, found: re.Match[str]) -> Iterator[Finding | Claim]:
        host, path = f"https://{found[1]}", found[2]
        if path.startswith(tuple(self.bases)) and path.rstrip("/") not in self.bases:
            yield from self._path(text, path, found.start(2))
        if not (path.startswith(("/api/v", "/compatible-mode")) or "dashscope" in host or ".maas." in host):
            return
        place = text.place(found.start())
        if host.endswith(tuple(space.partition("}")[2] for space in self.spaces)):
            return
        region = self.hosts.get(host)
        if region is None:
            if any(part in found[1] for part in ("result", "oss-", "static")):
                return  # where pictures lie, not the API
            close = nearest(host, self.hosts)
            note = f"nearest: {close}" if close else None
            yield Finding(kind="new", place=place, about="host", said=host, held="nothing", note=note, name=host)
            return
        (fact,) = self.context.facts.of(("",), f"host:{region}")
        if self.own and region not in self.own:
            held = ", ".join(known for known, each in self.hosts.items() if each in self.own)
            note = f"{self.context.source} is recorded with {held}"
            yield Finding(kind="differs", place=place, about="host", said=host, held=held, fact=fact, note=note)
        else:
            yield Finding(kind="agrees", place=place, about="host", said=host, held=host, fact=fact)

    def _path(self, text: Passage, said: str, start: int) -> Iterator[Finding | Claim]:
        endpoint = self._known(said)
        place = text.place(start)
        if endpoint is None:
            paths = [self.base + path for path in self.endpoints]
            if said in (self.base, f"{self.base}/") or not said.startswith(("/api", "/services")):
                return
            close = nearest(said, paths)
            note = f"nearest: {close}" if close else None
            fact = next((self._fact(each) for path, each in self.endpoints.items() if self.base + path == close), None)
            yield Finding(
                kind="new", place=place, about="endpoint", said=said, held="nothing", fact=fact, note=note, name=said
            )
            return
        self.named.setdefault(endpoint.id, place)
        fact = self._fact(endpoint)
        yield Finding(kind="agrees", place=place, about="endpoint", said=said, held=endpoint.path, fact=fact)
        yield from self._route(text, endpoint, said, start)

    def _short(self, text: Passage, said: str, start: int) -> Iterator[Finding | Claim]:
        """`text2image/image-synthesis endpoint`, `text2image endpoint`."""
        part = f"/{said}" if "/" in said else f"/{said}/"
        endpoint = next((each for path, each in self.endpoints.items() if part in f"{path}/"), None)
        if endpoint is not None:
            self.named.setdefault(endpoint.id, text.place(start))
            yield from self._route(text, endpoint, said, start)
        elif "/" in said or (re.search(r"\d|generation|synthesis", said) and said not in _PLAIN):
            place = text.place(start)
            yield Finding(kind="new", place=place, about="endpoint", said=said, held="nothing", name=said)

    def _route(self, text: Passage, endpoint: Endpoint, said: str, start: int) -> Iterator[Claim]:
        """Named in words about a model, the endpoint has to be one of its routes."""
        if not endpoint.protocols:
            return
        mentions = self.context.names.mentions(text)
        end = start + len(said)
        bounds = next((each for each in sentences(text.text) if each[0] <= start < each[1]), (0, len(text.text)))
        models = self.context.about(mentions, text.text, (start, end), bounds, self.context.subject)
        claim = Claim(
            place=text.place(start), said=said, fields=("route",), values=(endpoint.id,), models=models, match="has"
        )
        yield claim

    def _known(self, said: str) -> Endpoint | None:
        path = said.removeprefix(self.base)
        if said.startswith("/api") and path == said:
            return None
        for known, endpoint in sorted(self.endpoints.items(), key=lambda pair: -len(pair[0])):
            pattern = re.sub(r"\\\{\w+\\\}", r"[\\w{}-]+", re.escape(known))
            found = re.match(pattern, path)
            if found and (found.end() == len(path) or _GLUE.match(path, found.end())):
                return endpoint
        return None

    def _fact(self, endpoint: Endpoint) -> Fact:
        (fact,) = self.context.facts.of(("",), f"endpoint:{endpoint.id}")
        return fact

    def gone(self) -> Iterator[Finding]:
        """Endpoints that the specs have from this source and the document no longer names, though it names others."""
        source = self.context.source
        if source is None or len(self.named) < 2:
            return
        first = min(self.named.values())
        for endpoint in self.endpoints.values():
            if endpoint.id not in self.named and source in endpoint.sources:
                said = f"{endpoint.path} is not named anywhere"
                fact = self._fact(endpoint)
                yield Finding(kind="gone", place=first, about="endpoint", said=said, held=endpoint.path, fact=fact)
