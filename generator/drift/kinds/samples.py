"""Requests in code: what they give is held against the specs; what is no literal is no claim."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.drift.claims import Claim, Match
from generator.drift.context import CARRIERS, Context
from generator.drift.facts import Value, readings
from generator.drift.structure import Statement
from generator.spec_language.measures import area

_MODEL = re.compile(r"[\"']model[\"']\s*:")
_CALL = re.compile(r"\b(?:ImageSynthesis|MultiModalConversation|ImageGeneration)\.(?:async_call|call)\(")
_URL = re.compile(r"https?://[^\s'\"\\]+")
_HEADER = re.compile(r"X-DashScope-(Async|SSE)", re.IGNORECASE)
_PART = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|[\[\](){},]")
_MEMBER = re.compile(r"\s{0,200}[\"']?(?<!\w)(\w{1,60})[\"']?\s{0,20}[:=]\s{0,20}")
_NO_PARAMETERS = CARRIERS | {"api_key", "base_url", "prompt", "is_async", "workspace", "request_timeout"}
_WORDS: dict[str, Value] = {"true": True, "True": True, "false": False, "False": False}

Members = dict[str, tuple[int, int, int]]
"""Name -> where it stands, and where its value begins and ends."""


def samples(context: Context, statement: Statement) -> Iterator[Claim]:
    """What a block of code shows."""
    if statement.role != "code":
        return
    text, last = statement.text.text, 0
    starts = [
        *(found.end() - 1 for found in _CALL.finditer(text)),
        *(text.rfind("{", 0, m.start()) for m in _MODEL.finditer(text)),
    ]
    for start in sorted(starts):
        if start < last:
            continue  # inside of the request before, or in no object
        members, end = _members(text, start)
        if "model" in members:
            yield from _request(context, statement, members, text[last : min(end + 300, len(text))], last, start - last)
        last = end


def _members(text: str, opening: int) -> tuple[Members, int]:
    """The members of the object or call whose bracket opens there, as far as it goes; and where it ends."""
    depth, begun, end = 0, opening + 1, len(text)
    made: Members = {}
    for part in _PART.finditer(text, opening):
        sign = part[0]
        depth += (sign in "{[(") - (sign in "}])")
        if depth == 0 or (depth == 1 and sign == ","):
            found = _MEMBER.match(text, begun, part.start())
            if found:
                made[found[1]] = (found.start(1), found.end(), part.start())
            begun = part.end()
        if depth <= 0:
            end = part.end()
            break
    return made, end


def _literal(said: str) -> Value:
    said = said.strip()
    if said[:1] in "\"'" and said[-1:] == said[:1]:
        return said[1:-1]
    return int(said) if said.isdigit() else _WORDS.get(said)


def _request(
    context: Context, statement: Statement, members: Members, around: str, offset: int, before: int
) -> Iterator[Claim]:
    text = statement.text.text

    def claim(at: int, said: str, field: str, value: Value, models: tuple[str, ...], match: Match = "equal", *,
              sure: bool = False, quiet: bool = True, modes: frozenset[str] = frozenset()) -> Claim:  # fmt: skip
        return Claim(place=statement.text.place(at), said=said, fields=(field,), values=(value,), models=models,
                     match=match, sure=sure, quiet=quiet, modes=modes)  # fmt: skip

    at, *value = members["model"]
    name = _literal(text[slice(*value)])
    if not isinstance(name, str) or not name:
        return
    model = context.names.ids.get(name.lower())
    if model is None:
        if any(not each.models for each in context.names.mentions(name)):
            yield claim(at, name, f"model {name}", name, context.names.base(name.lower()), sure=True, quiet=False)
        return
    given = dict(members)
    for key in ("input", "parameters"):
        given |= _members(text, members[key][1])[0] if key in members and text[members[key][1]] == "{" else {}
    values = {key: _literal(text[start:end]) for key, (_, start, end) in given.items()}
    modes = _modes(context, model, values)
    for key, (at, start, end) in given.items():
        kind = context.kinds.get(key)
        if key in _NO_PARAMETERS or kind == "images":
            continue
        if kind is not None or key not in context.fields:
            yield claim(
                at, key, f"{key}.supported", value=True, models=(model,), sure=True, quiet=text[start - 1] == "="
            )
        for field, allowed in _allowed(context, model, key, values[key]):
            match: Match = "equal" if field.endswith(".type") else "inside"
            yield claim(at, text[start:end].strip(), field, allowed, (model,), match, modes=modes)
    urls = list(_URL.finditer(around, 0, before))
    path = re.sub(r"^https?://[^/]+", "", urls[-1][0]).rstrip("/") if urls else ""
    base = context.spec.api.base_path
    endpoint = next((each for each in context.spec.api.endpoints if (each.base_path or base) + each.path == path), None)
    if endpoint is not None:
        header = _HEADER.search(around if "request" in around.lower() else around[:before])
        way = {"async": "async", "sse": "stream"}[header[1].lower()] if header else "sync"
        yield claim(offset + urls[-1].start(), path, "route", (endpoint.id, way), (model,))


def _modes(context: Context, model: str, given: dict[str, Value]) -> frozenset[str]:
    """The modes that a request may be of, by the flags that it gives."""
    flags = [fact for fact in context.facts.about(model) if fact.field.endswith(".constant")]
    wrong = {
        fact.mode
        for fact in flags
        if isinstance(fact.value, bool) and (given.get(fact.field[:-9]) is True) != fact.value
    }
    modes = {fact.mode for fact in context.facts.about(model) if fact.mode} - wrong
    own = {
        fact.mode for fact in flags if fact.mode in modes and fact.value is True
    }  # flags that others do not even take
    return frozenset(own or modes)


def _allowed(context: Context, model: str, key: str, value: Value) -> Iterator[tuple[str, Value]]:
    """The facts that tell whether the specs allow what the sample gives."""
    kind = context.kinds.get(key, "")
    sizes = readings(value) if isinstance(value, str) else ()
    if isinstance(value, bool):
        if kind and kind != "boolean":
            yield f"{key}.type", "boolean"
    elif isinstance(value, int) and kind == "integer":
        yield f"{key}.range", value
    elif isinstance(value, str) and kind == "size" and sizes:
        fixed = not context.facts.of((model,), f"{key}.pixels")
        yield (f"{key}.sizes", sizes[0]) if fixed else (f"{key}.pixels", area(sizes[0]))
    elif isinstance(value, str) and kind in ("size", "choice") and value.strip():
        yield (f"{key}.presets", value.upper()) if kind == "size" else (f"{key}.choices", value)
    elif isinstance(value, str) and kind in ("integer", "boolean") and value and not re.search(r"\W", value):
        yield f"{key}.type", "string"
