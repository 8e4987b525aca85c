"""Parameters: that there is one, its type, default, choices, whether it must be given; and models, sizes and uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from generator.drift.claims import Claim, Finding, Match
from generator.drift.context import CARRIERS, PICTURES, PROMPTS, RESPONSE, Context
from generator.drift.kinds.said import parameter_of
from generator.drift.structure import Statement
from generator.drift.subject import modes_in
from generator.drift.values import Value, numeral, readings

N = r"\d{1,3}(?:,\d{3}){1,4}(?!\d)|\d{1,15}"
SIZE = r"\d{2,5}\s{0,2}[*xX_]\s{0,2}\d{2,5}|\d{2,5}\s{0,2}²|(?<!\d)\d{6,9}(?!\d)"
_NOTHING = re.compile(r"|-+|—+|/|none|n/?a|null|无|no default", re.IGNORECASE)
_YES = re.compile(r"yes|✓|✅|√|支持|是|可选|y", re.IGNORECASE)
_NO = re.compile(r"no|✗|❌|\*|不支持|否|n", re.IGNORECASE)
_QUALIFIED = re.compile(r"(?<![^/;,()])([^/;,()]++)\(([^()]*+)\)")
_WORDS: dict[str, Value] = {
    "随机": "random",
    "随机值": "random",
    "开启": True,
    "enabled": True,
    "关闭": False,
    "disabled": False,
}
_TYPES = {
    "str": "string", "enum": "string", "int": "integer", "long": "integer", "float": "number", "double": "number",
    "bool": "boolean", "list": "array", "file": "string"
}  # fmt: skip
_TYPE = re.compile(
    r"\W{0,4}(string|str|integer|int|long|number|float|double|boolean|bool|array|list|object|enum)\b", re.IGNORECASE
)
_REQUIRED = re.compile(r"(必[选填须需]|required|mandatory|是|yes)|(可选|选填|非必|optional|否|no)", re.IGNORECASE)
_CHOICE = re.compile(r"\s{0,3}[\"']?([a-z][a-z0-9_-]{1,40}|-?\d{1,3})[\"']?\s{0,3}(?:[:(]|-\s|$)")
_ENUM = re.compile(
    r"(?:enum|one of|可选值|取值(?:范围)?为?|枚举值?|valid values|allowed"
    r" values)\s?[:为]?\s?((?:[\"']?[a-z][\w-]{0,40}[\"']?(?:\s?(?:[,|/]|、|or|和|或)\s?)?){2,40})",
    re.IGNORECASE,
)
_FIXED = re.compile(r"fixed (?:resolutions|sizes) only|仅支持(?:以下)?固定(?:尺寸|分辨率)", re.IGNORECASE)
_COMMON = re.compile(r"common|recommended|such as|常用|推荐", re.IGNORECASE)


def fields(context: Context, statement: Statement) -> Iterator[Claim | Finding]:
    """What a definition, a row, a cell or a pair states."""
    for kind in _OF_ROLE.get(statement.role, ()):
        yield from kind(context, statement)


def claim(
    statement: Statement, field: str, values: tuple[Value, ...], *, said: str | None = None, at: int = 0,
    modes: frozenset[str] = frozenset(), match: Match = "equal", sure: bool = False, quiet: bool = False,
    models: tuple[str, ...] | None = None
) -> Claim:  # fmt: skip
    """A claim that stands in the statement."""
    return Claim(
        place=statement.text.place(at), said=statement.text.text if said is None else said, fields=(field,),
        values=values, models=statement.models if models is None else models, modes=modes or statement.modes,
        match=match, sure=sure, quiet=quiet
    )  # fmt: skip


def _field(context: Context, statement: Statement) -> Iterator[Claim]:
    name = statement.parameter
    low = name.lower()
    if statement.part == "response":
        yield claim(statement, f"answer.{name}", (True,), said=name, match="equal", quiet=True)
        return
    if low in CARRIERS or low in PROMPTS or low in PICTURES or context.kinds.get(name) in ("images", "prompt"):
        return
    if low.startswith(("x-", "content-", "accept")) or (low in RESPONSE and name not in context.kinds):
        return
    known = name in context.kinds
    if known or name not in context.fields:
        made = claim(statement, f"{name}.supported", (True,), said=name, sure=True)
        row = "|".join(cell.text.strip() for cell in statement.row)
        yield replace(made, row=row)


def _required(context: Context, statement: Statement) -> Iterator[Claim]:
    wanted = _REQUIRED.search(statement.text.text)
    if (
        wanted
        and statement.parameter not in CARRIERS
        and context.kinds.get(statement.parameter, "images") not in ("images", "prompt")
    ):
        yield claim(statement, f"{statement.parameter}.required", (bool(wanted[1]),), said=wanted[0], at=wanted.start(),
                    quiet=not wanted[1])  # fmt: skip


def _type(context: Context, statement: Statement) -> Iterator[Claim]:
    found = _TYPE.match(statement.text.text)
    kind = context.kinds.get(statement.parameter, "images")
    if found and kind not in ("images", "prompt") and statement.parameter not in CARRIERS:
        word = found[1].lower()
        yield claim(statement, f"{statement.parameter}.type", (_TYPES.get(word, word),), said=found[1])


def _default_cell(context: Context, statement: Statement) -> Iterator[Claim]:
    """The default, or one for each mode: `4 (editing) / 1 (interleave)`."""
    text = statement.text.text.strip()
    kind = context.kinds.get(statement.parameter, "")
    if not kind or kind in ("images", "prompt"):
        return
    field = f"{statement.parameter}.default"
    if _NOTHING.fullmatch(text):
        stated = context.facts.of(statement.models, field)
        if any(not _in_words(fact.value) for fact in stated):
            yield claim(statement, field, (None,), said=text or "no default", quiet=True)
        return
    parts = [found for found in _QUALIFIED.finditer(text) if modes_in(found[2])]
    for found in parts:
        yield from _default(statement, kind, found[1], found.start(1), modes_in(found[2]))
    if not parts:
        yield from _default(statement, kind, text, 0, frozenset())


def _in_words(value: Value) -> bool:
    return value is None or (isinstance(value, str) and " " in value) or value == "random"


def _default(statement: Statement, kind: str, text: str, at: int, modes: frozenset[str]) -> Iterator[Claim]:
    said = text.strip(" /;,\"'")
    field = f"{statement.parameter}.default"
    size = re.search(SIZE, said) if kind == "size" else None
    if size:
        match: Match = "within" if "*" in size[0] else "equal"
        yield claim(statement, field, readings(size[0]), said=said, at=at, modes=modes, match=match)
    elif said:
        yield claim(statement, field, (_value(said, kind),), said=said, at=at, modes=modes)


def _value(said: str, kind: str) -> Value:
    low = said.lower()
    if low in ("true", "false"):
        return low == "true"
    if re.fullmatch(rf"{N}|\d+\.\d+", said) and kind in ("integer", "number", ""):
        return numeral(said)
    return _WORDS.get(low, said.upper() if kind == "size" else said)


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
    text = statement.text.text
    label = re.search(r"\d{1,2}:\d{1,2}", text)
    size = re.search(SIZE, text[label.end() :]) if label else None
    if label and size:
        values = readings(size[0]) or (size[0],)
        held = context.facts.of(statement.models, f"size.ratio:{label[0]}")
        kin = {fact.location.file for fact in held}
        sizes = {size for fact in context.facts.of(statement.models, "size.sizes") for size in _listed(fact.value)}
        known = bool(sizes & set(values)) and _is_ratio(label[0], values[0])
        field = f"size.ratio:{label[0]}" if held or not known else "size.sizes"
        made = claim(statement, field, values, said=f"{label[0]} {size[0]}", at=label.start(), sure=True,
                     quiet=not held or len(kin) > 1 or known,
                     match="equal" if held or not known else "has")  # fmt: skip
        yield replace(made, damaged=len(values) > 1)


def _listed(value: Value) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, tuple) else ()


def _is_ratio(label: str, size: str) -> bool:
    """Whether a size is of this aspect ratio, within a tenth."""
    wide, high = (int(part) for part in label.split(":"))
    width, _, height = size.partition("*")
    return not height or not high or abs(int(width) / int(height) * high / max(wide, 1) - 1) < 0.1


def _models(context: Context, statement: Statement) -> Iterator[Claim | Finding]:
    """A list of models: each is one that the specs know, or a new one; a sentence that names one is less certain."""
    for mention in context.names.mentions(statement.text.text):
        place = statement.text.place(mention.start)
        if not mention.models:
            yield Claim(
                place=place, said=mention.name, fields=(f"model {mention.name}",), values=(mention.name,),
                models=context.names.base(mention.name),
                sure=True, quiet=statement.role == "said" or not statement.ours
            )  # fmt: skip
        if statement.role in ("said", "heading"):
            continue
        for model in mention.models if mention.exact else ():
            yield Claim(place=place, said=mention.name, fields=("model",), values=(True,), models=(model,))


def _said(context: Context, statement: Statement) -> Iterator[Claim | Finding]:
    text = statement.text.text
    name = parameter_of(context, statement, len(text))
    if not name and re.search(r"默认(?:分辨率|尺寸)|default (?:size|resolution)", text, re.IGNORECASE):
        name = "size"
    kind = context.kinds.get(name, "")
    if kind and kind not in ("images", "prompt") and statement.part != "response":
        if kind == "size" and (listed := _COMMON.search(text)):
            for found in re.finditer(SIZE, text[listed.end() :]):
                yield claim(statement, "size.sizes", readings(found[0]), said=found[0], at=listed.end() + found.start(),
                            match="has", quiet=True)  # fmt: skip
        if kind == "choice":
            yield from _choices(statement, name)
        if _FIXED.search(text):
            yield claim(statement, f"{name}.fixed", (True,), said="fixed resolutions only")


def _choices(statement: Statement, name: str) -> Iterator[Claim]:
    text = statement.text.text
    found = _CHOICE.match(text)
    listed = [found[1]] if found else []
    for enum in _ENUM.finditer(text):
        listed += re.findall(r"[a-z][\w-]{0,40}", enum[1])
    for word in listed:
        if word not in ("or", "true", "false", "http", "https", "default", "enum"):
            yield claim(
                statement, f"{name}.choices", (word,), said=word, at=max(0, text.find(word)), match="has", quiet=True
            )


_OF_ROLE: dict[str, tuple[Callable[[Context, Statement], Iterator[Claim | Finding]], ...]] = {
    "field": (_field,), "type": (_type, _required), "required": (_required,), "default": (_default_cell,),
    "mode": (_mode,), "pair": (_pair,), "said": (_said, _models), "models": (_models,), "heading": (_models,)
}  # fmt: skip
