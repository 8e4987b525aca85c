"""Requests and answers in code: what they give is held against the specs; what is no literal is no claim."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from generator.drift.claims import Claim, Finding
from generator.drift.context import CARRIERS, Context
from generator.drift.facts import Fact
from generator.drift.passage import Place
from generator.drift.structure import Statement
from generator.drift.values import Value, readings
from generator.drift.written import Written, written
from generator.spec_language.measures import area

_KEY = re.compile(r"[\"']?(?<!\w)(\w+)[\"']?\s{0,3}[:=]")
_PICTURE = re.compile(r"image|url")


def samples(context: Context, statement: Statement) -> Iterator[Claim | Finding]:
    """What a block of code shows."""
    if statement.role != "code":
        return
    for request in written(statement.text):
        yield from _request(context, request)
    if statement.text.text.lstrip()[:1] == "{" and '"output"' in statement.text.text:
        yield from _answer(statement)


def _request(context: Context, request: Written) -> Iterator[Claim | Finding]:
    if request.body is None:
        if "${" not in request.text.text and "<" not in request.text.text and "..." not in request.text.text:
            yield Finding(
                kind="unreadable", place=request.text.place(request.fault_at), about="example", said=request.fault
            )
        return
    name = request.body.get("model")
    at = _places(request)
    if not isinstance(name, str):
        return
    model = context.names.ids.get(name.lower())
    if model is None:
        for mention in context.names.mentions(name):
            if not mention.models:
                yield _claim(
                    at.get("model", request.text.place()),
                    name,
                    f"model {name}",
                    name,
                    context.names.base(name.lower()),
                    "equal",
                    sure=True,
                )
        return
    inner = (
        request.body
        if request.sdk
        else {**_mapping(request.body.get("input")), **_mapping(request.body.get("parameters"))}
    )
    modes = _modes(context, model, inner)
    top = {} if request.sdk or "input" in request.body else request.body
    for key, value in {**top, **inner}.items():
        place = at.get(key, request.text.place())
        if key in CARRIERS or key in (
            "api_key",
            "base_url",
            "prompt",
            "headers",
            "is_async",
            "workspace",
            "request_timeout",
        ):
            continue
        kind = context.kinds.get(key)
        if kind == "images":
            continue
        if kind is not None or key not in context.fields or not context.facts.of((model,), f"{key}.supported"):
            new = kind is not None or key not in context.fields
            yield _claim(place, key, f"{key}.supported", True, (model,), "equal", sure=new, quiet=request.sdk)
        yield from (replace(each, modes=modes, quiet=True) for each in _value(context, model, key, value, place))
    path = re.sub(r"^https?://[^/]+", "", request.url).rstrip("/")
    base = context.spec.api.base_path
    endpoint = next((each for each in context.spec.api.endpoints if (each.base_path or base) + each.path == path), None)
    if endpoint is not None and not request.sdk:
        names = {name.lower() for name in request.headers}
        ways = ("async",) if "x-dashscope-async" in names else ("stream",) if "x-dashscope-sse" in names else ("sync",)
        values = tuple((endpoint.id, way) for way in ways)
        yield replace(_claim(request.url_at, path, "route", values[0], (model,), "equal"), values=values, quiet=True)


def _modes(context: Context, model: str, given: dict[str, Any]) -> frozenset[str]:
    """The modes that a request may be of, by the flags that it gives."""
    flags = [fact for fact in context.facts.about(model) if fact.field.endswith(".constant")]
    wrong = {fact.mode for fact in flags if fact.value is True and given.get(fact.field[:-9]) is not True}
    wrong |= {fact.mode for fact in flags if fact.value is False and given.get(fact.field[:-9]) is True}
    modes = {fact.mode for fact in context.facts.about(model) if fact.mode} - wrong
    if any(fact.mode in modes and fact.value is True for fact in flags):  # a flag that others do not even take
        modes = {fact.mode for fact in flags if fact.mode in modes and fact.value is True}
    return frozenset(modes)


def _value(context: Context, model: str, key: str, value: Any, place: Place) -> Iterator[Claim]:
    """Whether the specs allow what the sample gives."""

    def of(part: str) -> list[Fact]:
        return context.facts.of((model,), f"{key}.{part}")

    kind = context.kinds.get(key)
    said = json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        if kind and kind != "boolean":
            yield _claim(place, said, f"{key}.type", "boolean", (model,), "equal")
    elif isinstance(value, int) and kind == "integer":
        yield _claim(place, said, f"{key}.range", value, (model,), "inside")
    elif isinstance(value, str) and kind == "choice" and of("choices"):
        yield _claim(place, said, f"{key}.choices", value, (model,), "inside")
    elif isinstance(value, str) and kind == "size":
        sizes = readings(value)
        if sizes and of("pixels"):
            yield _claim(place, said, f"{key}.pixels", area(sizes[0]), (model,), "inside")
        elif sizes and of("fixed"):
            yield _claim(place, said, f"{key}.sizes", sizes[0], (model,), "inside")
        elif not sizes and of("presets") and value.strip():
            yield _claim(place, said, f"{key}.presets", value.upper(), (model,), "inside")
    elif isinstance(value, str) and kind in ("integer", "boolean") and value and not re.search(r"\W", value):
        yield _claim(place, said, f"{key}.type", "string", (model,), "equal")


def _claim(
    place: Place,
    said: str,
    field: str,
    value: Value,
    models: tuple[str, ...],
    match: Any,
    *,
    sure: bool = False,
    quiet: bool = False,
) -> Claim:
    return Claim(
        place=place, said=said, fields=(field,), values=(value,), models=models, match=match, sure=sure, quiet=quiet
    )


def _places(request: Written) -> dict[str, Place]:
    made: dict[str, Place] = {}
    for found in _KEY.finditer(request.text.text):
        made.setdefault(found[1], request.text.place(found.start(1)))
    return made


def _answer(statement: Statement) -> Iterator[Claim]:
    """The places of the pictures in a sample of an answer."""
    try:
        body = json.loads(statement.text.text)
    except (ValueError, RecursionError):
        return
    for path, name in dict.fromkeys(_pictures(body, "")):
        at = statement.text.text.find(f'"{name}"')
        yield Claim(place=statement.text.place(max(at, 0)), said=path, fields=("results.images",), values=(path,),
                    models=statement.models, match="has", quiet=True)  # fmt: skip


def _pictures(value: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in cast("dict[str, Any]", value).items():
            path = f"{at}.{key}" if at else key
            if isinstance(inner, str) and inner.startswith("http") and _PICTURE.search(key):
                yield path, key
            yield from _pictures(inner, path)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from _pictures(inner, f"{at}[]")


def _mapping(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
