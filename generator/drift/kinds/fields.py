"""Parameters: that there is one, its type, default, choices, whether it must be given; models, and sizes of ratios."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from generator.drift.claims import Claim
from generator.drift.context import CARRIERS, PICTURES, PROMPTS, RESPONSE, Context
from generator.drift.facts import Value, numeral, readings
from generator.drift.kinds.said import claim, parameter_of
from generator.drift.names import modes_in
from generator.drift.structure import Statement

_NOTHING = re.compile(r"|-+|—+|/|none|n/?a|null|无|no default", re.IGNORECASE)
_YES = re.compile(r"yes|✓|✅|√|支持|是|可选|y", re.IGNORECASE)
_NO = re.compile(r"no|✗|❌|\*|不支持|否|n", re.IGNORECASE)
_QUALIFIED = re.compile(r"(?<![^/;,()])([^/;,()]++)\(([^()]*+)\)")
_TYPES = {
    "str": "string", "enum": "string", "int": "integer", "long": "integer", "float": "number", "double": "number",
    "bool": "boolean", "list": "array", "file": "string"
}  # fmt: skip
_TYPE = re.compile(
    r"\W{0,4}(string|str|integer|int|long|number|float|double|boolean|bool|array|list|object|enum)\b", re.IGNORECASE
)
_REQUIRED = re.compile(r"(必[选填须需]|required|mandatory|是|yes)|(可选|选填|非必|optional|否|no)", re.IGNORECASE)
_CHOICE = re.compile(r"\s{0,3}[\"']?([a-z][a-z0-9_-]{1,40}|-?\d{1,3})[\"']?\s{0,3}(?:[:(]|-\s|$)")
_LISTED = re.compile(
    r"(?<![\w-])[a-z][\w-]{1,40}+(?:[\"']?\s?(?:,|、|/|\||\bor\b|和|或)\s?(?:or\s)?[\"']?[a-z][\w-]{1,40}+){1,40}+"
)
_RATIO = re.compile(r"(\d{1,2}:\d{1,2})\D{0,20}(\d{2,5}\s{0,2}[*xX_]\s{0,2}\d{2,5}|\d{6,9})")


def fields(context: Context, statement: Statement) -> Iterator[Claim]:
    """What a definition, a row, a cell or a pair states."""
    for kind in _OF_ROLE.get(statement.role, ()):
        yield from kind(context, statement)


def _is_parameter(context: Context, statement: Statement) -> bool:
    kind = context.kinds.get(statement.parameter, "images")
    return kind not in ("images", "prompt") and statement.parameter not in CARRIERS


def _field(context: Context, statement: Statement) -> Iterator[Claim]:
    name = statement.parameter
    low = name.lower()
    other = low in CARRIERS | PROMPTS | PICTURES or low.startswith(("x-", "content-", "accept"))
    known = name in context.kinds
    if statement.part == "response" or other or (low in RESPONSE and not known):
        return
    if _is_parameter(context, statement) or (not known and name not in context.fields):
        row = "|".join(cell.text.strip() for cell in statement.row)
        yield replace(claim(statement, f"{name}.supported", (True,), said=name, sure=True), row=row)


def _required(context: Context, statement: Statement) -> Iterator[Claim]:
    wanted = _REQUIRED.search(statement.text.text)
    if wanted and _is_parameter(context, statement):
        yield claim(statement, f"{statement.parameter}.required", (bool(wanted[1]),), said=wanted[0], at=wanted.start(),
                    quiet=not wanted[1])  # fmt: skip


def _type(context: Context, statement: Statement) -> Iterator[Claim]:
    found = _TYPE.match(statement.text.text)
    if found and _is_parameter(context, statement):
        word = found[1].lower()
        yield claim(statement, f"{statement.parameter}.type", (_TYPES.get(word, word),), said=found[1])


def _default(context: Context, statement: Statement) -> Iterator[Claim]:
    """The default, or one for each mode: `4 (editing) / 1 (interleave)`."""
    text = statement.text.text.strip()
    if not _is_parameter(context, statement):
        return
    field = f"{statement.parameter}.default"
    if _NOTHING.fullmatch(text):
        values = [fact.value for fact in context.facts.of(statement.models, field)]
        if any(not (isinstance(value, str) and (" " in value or value == "random")) for value in values if value):
            yield claim(statement, field, (None,), said=text or "no default", quiet=True)
        return
    parts = [
        (found[1], found.start(1), modes_in(found[2])) for found in _QUALIFIED.finditer(text) if modes_in(found[2])
    ]
    for part, at, modes in parts or [(text, 0, frozenset[str]())]:
        said = part.strip(" /;,\"'")
        values_ = _values(context, said, context.kinds[statement.parameter])
        within = isinstance(values_[0], str) and "*" in said and "*" in values_[0]
        yield claim(statement, field, values_, said=said, at=at, modes=modes, match="within" if within else "equal")


def _values(context: Context, said: str, kind: str) -> tuple[Value, ...]:
    """The possible readings of a cell."""
    figure = next((each for each in context.lexicon.tokens(said) if each.sign in "NSKB"), None)
    if figure is None or kind not in ("size", "boolean", "integer", "number"):
        return ({"随机": "random", "随机值": "random"}.get(said, said),)
    if figure.sign == "B":
        return (figure.said == "true",)
    sizes = readings(figure.said) if kind == "size" else ()
    return sizes or ((numeral(figure.said) if figure.sign == "N" else figure.said),)


def _mode(context: Context, statement: Statement) -> Iterator[Claim]:
    """The cell of one mode's column."""
    text = statement.text.text.strip()
    name = statement.parameter
    if _YES.fullmatch(text):
        yield claim(statement, f"{name}.supported", (True,), said=text)
    elif _NOTHING.fullmatch(text) or _NO.fullmatch(text):
        having = context.facts.of(statement.models, f"{name}.supported", statement.modes)
        if any(fact.mode in statement.modes for fact in having):
            yield claim(statement, f"{name}.supported", (False,), said=text or "nothing", match="lacks")
    elif text.lower() in ("true", "false"):
        yield claim(statement, f"{name}.constant", (text.lower() == "true",), said=text)


def _pair(context: Context, statement: Statement) -> Iterator[Claim]:
    found = _RATIO.search(statement.text.text)
    if found:
        values = readings(found[2]) or (found[2],)
        held = context.facts.of(statement.models, f"size.ratio:{found[1]}")
        sizes = context.facts.of(statement.models, "size.sizes")
        listed = any(isinstance(fact.value, tuple) and set(values) & set(fact.value) for fact in sizes)
        several = len({fact.location.file for fact in held}) != 1 or listed  # or of several of the same shape
        made = claim(statement, f"size.ratio:{found[1]}", values, said=f"{found[1]} {found[2]}", at=found.start(),
                     sure=True, quiet=several)  # fmt: skip
        yield replace(made, damaged=len(values) > 1)


def _models(context: Context, statement: Statement) -> Iterator[Claim]:
    """A list of models: each is one that the specs know, or a new one; a sentence that names one is less certain."""
    for mention in context.names.mentions(statement.text.text):
        if not mention.models:
            quiet = statement.role == "said" or not statement.ours
            yield claim(statement, f"model {mention.name}", (mention.name,), said=mention.name, at=mention.start,
                        models=context.names.base(mention.name), sure=True, quiet=quiet)  # fmt: skip
        for model in mention.models if mention.exact and statement.role == "models" else ():
            yield claim(statement, "model", (True,), said=mention.name, at=mention.start, models=(model,))


def _parts(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)


def _choices(context: Context, statement: Statement) -> Iterator[Claim]:
    """The values that a parameter may have, where they are words."""
    text = statement.text.text
    name = parameter_of(context, statement, len(text))
    if context.kinds.get(name) != "choice" or statement.part == "response":
        return
    found = _CHOICE.match(text)
    listed = [found[1]] if found else []
    known = {str(each) for fact in context.facts.of(statement.models, f"{name}.choices") for each in _parts(fact.value)}
    for several in _LISTED.finditer(text):
        words = re.findall(r"[a-z][\w-]+", several[0])
        listed += words if known.intersection(words) else []
    for word in listed:
        if word not in ("or", "true", "false", "http", "https", "default", "enum"):
            yield claim(
                statement, f"{name}.choices", (word,), said=word, at=max(0, text.find(word)), match="has", quiet=True
            )


_OF_ROLE: dict[str, tuple[Callable[[Context, Statement], Iterator[Claim]], ...]] = {
    "field": (_field,), "type": (_type, _required), "required": (_required,), "default": (_default,),
    "mode": (_mode,), "pair": (_pair,), "said": (_choices, _models), "models": (_models,), "heading": (_models,)
}  # fmt: skip
