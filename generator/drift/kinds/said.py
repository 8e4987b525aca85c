"""What sentences state: each form is a pattern of the signs of their words, so it is the same in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from generator.drift.claims import Claim, Match
from generator.drift.context import Context
from generator.drift.facts import Value, numeral, readings
from generator.drift.lexicon import Lexicon, Token
from generator.drift.names import modes_in
from generator.drift.structure import Statement
from generator.spec_language.measures import area

Made = tuple[tuple[str, ...], tuple[Value, ...], Match]
Make = Callable[[Sequence[Token], str, str], Made | None]
"""Takes the words of a form, the parameter that they are about, and the signs before them."""


def _number(token: Token) -> int:
    return int(token.said.partition(".")[0])


def _figures(words: Sequence[Token], signs: str = "N") -> list[Token]:
    return [each for each in words if each.sign in signs]


def _one(fields: str, match: Match = "equal", own: str = "") -> Make:
    """One number; {} in the fields is the parameter, or else `own`."""
    return lambda words, name, _: (
        tuple(fields.format(name or own).split()), (_number(_figures(words)[0]),), match
    )  # fmt: skip


def _ends(fields: str, own: str = "") -> Make:
    """Two numbers that are the ends of a range."""

    def make(words: Sequence[Token], name: str, _: str) -> Made | None:
        low, high = (numeral(each.said) for each in _figures(words))
        if isinstance(low, int) and isinstance(high, int):
            return (tuple(fields.format(name or own).split()), ((low, high),), "equal") if low <= high else None
        return tuple(fields.format(name or own).split()), ((str(low), str(high)),), "equal"

    return make


def _areas(words: Sequence[Token], name: str, _around: str) -> Made | None:
    low, high = _figures(words, "S")
    pairs = ((area(one), area(other)) for one in readings(low.said) for other in readings(high.said))
    values = tuple(pair for pair in pairs if pair[0] < pair[1])
    return (f"{name or 'size'}.pixels", "size.pixels"), values, "equal"


def _sides(words: Sequence[Token], name: str, _around: str) -> Made | None:
    ends = (_number(_figures(words)[0]), _number(_figures(words)[-1]))
    if ends[1] > 65_535:
        return ("size.pixels",), (ends,), "equal"
    own = (f"{name}.sides",) if name and name not in ("images", "prompt") else ()
    return own or ("images.sides", "size.sides", "images.width", "images.height"), (ends,), "equal"


def _megabytes(words: Sequence[Token], _name: str, _around: str) -> Made:
    number, unit = _number(words[0]), words[-1].said
    value: Value = number if unit == "MB" else f"{number} {unit}"
    return ("images.max_megabytes", "images.total_megabytes"), (value,), "equal"


def _pictures(words: Sequence[Token], name: str, around: str) -> Made:
    """Reference images, or images made, or either, as the words say."""
    numbers = tuple(_number(each) for each in _figures(words))
    fields: tuple[str, ...] = ("images.count", "n.range", "max_images.range")
    if name in ("images", "reference_images") or ("l" in around and "g" not in around):
        fields = ("images.count",)
    elif name:
        fields = (f"{name}.range", "images.count")
    elif "g" in around:
        fields = ("n.range", "max_images.range") if "l" not in around else fields
    return (fields, (numbers[:2],), "equal") if len(numbers) > 1 else (fields, numbers, "most")


def _formats(words: Sequence[Token], _name: str, _around: str) -> Made | None:
    names = tuple(sorted({each.said for each in _figures(words, "F")}))
    return (("images.formats",), (names,), "equal") if len(names) > 1 else None


def _lifetime(words: Sequence[Token], _name: str, around: str) -> Made | None:
    unit = {"hour": 3600, "minute": 60, "day": 86400, "second": 1, "month": 2592000}[_figures(words, "h")[0].said]
    signs = around
    task, link = signs.rfind("u"), max(signs.rfind("L"), signs.rfind("i"))
    if task < 0 and link < 0:
        return None
    names = ("lifetime:task", "lifetime:result_url")
    first = ("lifetime:upload",) if "l" in signs else ()
    return (*first, *(names if task > link else names[::-1])), (_number(_figures(words)[0]) * unit,), "equal"


def _default(words: Sequence[Token], name: str, _around: str) -> Made | None:
    value = _figures(words, "NSKBP")[0]
    said: Value = value.said == "true" if value.sign == "B" else value.said
    if value.sign == "S":
        return (f"{name}.default",), readings(value.said), "within"
    return (f"{name}.default",), (numeral(value.said) if value.sign == "N" else said,), "equal"


def _aspect(words: Sequence[Token], name: str, _around: str) -> Made:
    low, high = (each.said for each in _figures(words, "R"))
    return ("images.aspect",) if name == "images" else ("size.aspect", "images.aspect"), ((low, high),), "equal"


def _alpha(words: Sequence[Token], _name: str, _around: str) -> Made:
    return ("images.alpha",), ("ignored" if any(each.sign == "n" for each in words) else "refused",), "equal"


def _box(words: Sequence[Token], name: str, _around: str) -> Made:
    return (f"{name or 'bbox_list'}.form",), (words[0].said.replace(",", ", "),), "equal"


def _preset(words: Sequence[Token], _name: str, _around: str) -> Made:
    size = _figures(words, "S")[0]
    return (f"size.preset:{words[0].said}",), readings(size.said), "equal"


def _word(field: str, match: Match, value: Value = None) -> Make:
    """A word, or what is given."""
    return lambda words, name, _: (
        (field.format(name),), (words[-1].said if value is None else value,), match
    )  # fmt: skip


def _seconds(words: Sequence[Token], name: str, around: str) -> Made | None:
    return _ends("{}.seconds")(words, name, around) if words[-1].said == "second" else None


def _fixed(words: Sequence[Token], name: str, _around: str) -> Made:
    number = _number(_figures(words)[0])
    return (f"{name}.range",), ((number, number),), "equal"


_TO = r"(?:N[~A]N|\[N[,~A]N)"
_ANY = "integer number"
_FORMS: tuple[tuple[str, str, Make], ...] = (
    ("size", r"(?<![S,A])S[~A]S|\[S,S(?!,S)", _areas),
    ("*", r"(?<=p)[_\[d]{0,3}S[~,A]S(?![,A]S)", _areas),
    ("*", r"R[~A]R|\[R,R", _aspect),
    ("*", r"\[?N[~,A]N_?p", _sides),
    ("*", r"p[_\[]{0,2}N[~A]N(?!_?[ichty])", _sides),
    ("*", r"Nm", _megabytes),
    ("images *", r"F(?:(?:\[[^F,]{0,8})?[,A]{1,2}F){1,12}", _formats),
    ("*", r"[!n]\+?_?x|x_?n", _alpha),
    (f"images {_ANY} *", r"N[~A]N_?[lg]?i", _pictures),
    (f"images {_ANY} *", r"<N_?[lg]{0,2}i", _pictures),
    (_ANY, r"<N(?![phm])", _one("{}.range", "most")),
    (_ANY, r">N(?![phm])", _one("{}.range", "least")),
    (_ANY, rf"{_TO}(?!_?[hm%])", _ends("{}.range")),
    (_ANY, r"(?<=[r=k])_?N(?![~,A]N|[phm])|N(?==)", _fixed),
    ("prompt text *", r"N_?c", _one("{}.max_characters", own="prompt")),
    ("prompt text", "Nt", _one("prompt.max_tokens")),
    ("palette *", r"N[~A]N_?y", _ends("color_palette.colors")),
    ("palette", r"Q[^N]{0,9}N%", _one("color_palette.total")),
    ("boxes *", r"<N_?b", _one("{}.boxes", "most", "bbox_list")),
    ("boxes *", "X", _box),
    ("*", r"v[_=]{0,3}Nh|Nh_?v", _lifetime),
    ("boolean", r"N[~A]Nh", _seconds),
    ("*", "Nk", _one("size.sizes", "count")),
    ("size *", r"<K", _word("size.largest", "equal")),
    ("size *", r"K[_d,\[~]{0,4}S", _preset),
    ("size *", r"K", _word("size.presets", "has")),
    ("size", r"kS?", _word("size.fixed", "equal", value=True)),
    (f"{_ANY} boolean size choice", r"d[_\[]{0,2}[NSKBP](?![~A][NS])|[NSKB][_,\[]{0,2}d(?![_\[]{0,2}[NSKB])", _default),
)
"""For which kinds of parameter a form counts (* outside of any), its signs, and what it means."""
FORMS = tuple((kinds.split(), re.compile(pattern), make) for kinds, pattern, make in _FORMS)
_VALUES = {"boolean": "B", "integer": "N", "number": "N", "size": "SKN"}
"""The signs of values by the kind of a parameter."""
_RECOMMENDED = re.compile(
    r"recommend|suggest|optimal|best|推荐|建议|效果更佳|其[他余]|other (?:models|versions)|\bothers\b", re.IGNORECASE
)
_INPUT = re.compile(r"input|reference|constraint|per (?:side|dimension)|输入|参考|限制|图像分辨率", re.IGNORECASE)
_EXAMPLE = re.compile(
    r"(?:示例值?|例如|比如|e\.g\.|for example|example|such as)\s{0,2}[:,]?[^;。]{0,20}$", re.IGNORECASE
)
_BEHIND = re.compile(r"[^;,.)]{0,12}\(([^)]{0,200})\)|[^;.()]{0,20}\)")


def claim(
    statement: Statement, field: str, values: tuple[Value, ...], *, said: str, at: int = 0, match: Match = "equal",
    modes: frozenset[str] = frozenset(), sure: bool = False, quiet: bool = False, models: tuple[str, ...] | None = None
) -> Claim:  # fmt: skip
    """A claim that stands in the statement."""
    return Claim(
        place=statement.text.place(at), said=said, fields=(field,), values=values, match=match, sure=sure, quiet=quiet,
        models=statement.models if models is None else models, modes=modes or statement.modes
    )  # fmt: skip


class Words:
    """The words of a statement that matter and their signs; _ stands for others between them."""

    def __init__(self, tokens: Sequence[Token], text: str, *, sized: bool) -> None:
        self.tokens: list[Token] = []
        signs: list[str] = []
        at = 0
        whole = all(each.sign != "S" for each in tokens)
        for each in tokens:
            if signs and any(sign.isalpha() for sign in text[at : each.start]):
                signs.append("_")
                self.tokens.append(Token("_", "", at, at))
            lost = sized and whole and each.sign == "N" and 6 <= len(each.said) <= 9  # asterisks are gone
            signs.append("S" if lost else each.sign)
            self.tokens.append(each._replace(sign="S") if lost else each)
            at = each.end
        self.signs = "".join(signs)


@lru_cache(maxsize=4096)
def _words(lexicon: Lexicon, text: str, *, sized: bool) -> Words:
    return Words(lexicon.tokens(text), text, sized=sized)


def words_of(context: Context, statement: Statement) -> Words:
    """Those of a statement, of which every kind asks."""
    text = statement.text.text
    sized = context.kinds.get(statement.parameter) == "size" or "像素" in text or "pixel" in text
    return _words(context.lexicon, text, sized=sized)


def said(context: Context, statement: Statement) -> Iterator[Claim]:
    """The figures that a sentence states."""
    if statement.role != "said":
        return
    words = words_of(context, statement)
    text = statement.text.text
    taken: set[int] = set()
    for allowed, pattern, make in FORMS:
        if statement.part == "response" and make is not _lifetime:
            continue
        for found in pattern.finditer(words.signs):
            part = [each for each in words.tokens[slice(*found.span())] if each.sign != "_"]
            name = parameter_of(context, statement, part[0].start)
            kind = context.kinds.get(name, "") if name else ""
            name = kind if kind in ("prompt", "images") else name
            if kind not in allowed and "*" in allowed and (kind in ("", "images") or not statement.parameter):
                name = kind = "" if kind != "images" else kind
            elif kind not in allowed:
                continue
            spans = {each.start for each in part if each.sign in "NSRKF"}
            if (spans & taken and make is not _alpha) or _is_aside(text, words.signs, found, part):
                continue
            made = make(
                part,
                name,
                words.signs[: found.end() + 3]
                if make is not _pictures
                else words.signs[max(0, found.start() - 6) : found.end() + 3],
            )
            if make is _default and part[-1 if part[0].sign == "d" else 0].sign not in _VALUES.get(kind, "NSKBP"):
                continue
            if made is not None and made[1]:
                taken |= spans if make not in (_preset, _default) and pattern.pattern != "K" else set()
                yield _claim(context, statement, part, made)


def _is_aside(text: str, signs: str, found: re.Match[str], part: Sequence[Token]) -> bool:
    """Whether it is denied, or an example."""
    denied = signs[: found.start()].endswith(("!", "!+", "!+_")) and found[0][0] not in "<>!"
    return denied or _EXAMPLE.search(text[max(0, part[0].start - 40) : part[0].start]) is not None


def parameter_of(context: Context, statement: Statement, at: int) -> str:
    """The parameter that a statement is about there: that of its field, or the last one that its words name."""
    if statement.parameter or statement.part == "response":
        return statement.parameter if statement.parameter not in ("model", "content", "messages", "input") else ""
    named = [each.said for each in context.lexicon.tokens(statement.text.text) if each.sign == "P" and each.end <= at]
    named = [name for name in named if context.kinds.get(name, "images") not in ("images", "prompt")]
    return named[-1] if named else ""


def _claim(context: Context, statement: Statement, part: Sequence[Token], made: Made) -> Claim:
    fields, values, match = made
    text = statement.text.text
    start, end = part[0].start, part[-1].end
    models = context.whose(text, start, end) or statement.models
    behind = _BEHIND.match(text, end)
    modes = statement.modes or modes_in(text[:start]) or (modes_in(behind[0]) if behind else frozenset())
    if fields == ("size.presets",):
        modes = statement.modes  # a page says of one mode what another lacks, but "4K, editing" is only a list
    fresh = fields == ("prompt.max_tokens",)
    quiet = (
        fresh or _RECOMMENDED.search(text[max(0, start - 40) : end]) is not None or (not statement.ours and not models)
    )
    if fields[0] == "images.sides" and not statement.parameter:
        quiet = quiet or not _INPUT.search(f"{statement.title} {text}")
    quiet = quiet or (match == "within" and part[-1].sign == "d")  # of one of several in a list
    figure = next((each for each in part if each.sign in "NSRKFX"), part[0])
    return Claim(
        place=statement.text.place(figure.start), said=" ".join(text[start:end].split()), fields=fields, values=values,
        models=(*models, "") if fields[0].startswith("lifetime:") else models, modes=modes, match=match, quiet=quiet,
        sure=fresh, damaged=len(values) > 1 or any(each.sign == "S" and each.said.isdigit() for each in part)
    )  # fmt: skip
