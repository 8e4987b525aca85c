"""What is and what is not: protocols, parameters, regions; and what it costs, how often, until when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.drift.claims import Claim, Match
from generator.drift.context import Context
from generator.drift.facts import Value, amount
from generator.drift.kinds.said import Words, claim, words_of
from generator.drift.names import modes_in
from generator.drift.structure import Statement

_PROTOCOLS: tuple[tuple[re.Pattern[str], Match], ...] = (
    (re.compile(r"!\+?_{0,2}([as])|([as])_{0,2}!\+?"), "without"),
    (re.compile(r"=\+_?([as])(?![_,AL]{0,3}[asj])|([as])_{0,2}="), "equal"),
    (re.compile(r"(?<![!=])\+_?([as])(?:[_,A]{0,3}([as]))?|(?<![!=+_])([as])[_,A]{1,3}([as])(?!=)"), "has"),
)
_WAYS = {"a": "async", "s": "sync"}
_ELSEWHERE = re.compile(r"\bSDK\b|current user api|部署范围|法兰克福|Frankfurt", re.IGNORECASE)
"""What is said of a library, of one region, or by an error is not said of the model."""
_DENIED = re.compile(r"!\+?_?((?:P[_,A]{0,2})+)")
_DENIES_THIS = re.compile(r"M[_,AM]{0,9}!\+_?$")
_ALLOWED = re.compile(r"(?<![!=])\+P(?!_?[!=])")
_ONLY_IN = re.compile(r"=\+?_{0,2}(G(?:[,A_]{1,2}G){0,12}+)|(G(?:[,A_]{1,2}G){0,12}+)[\]_]?=")
_LISTED = re.compile(r"[GA,\[~]+")
_PRICE = re.compile(r"\$N_?[,/]_?[lg]?i|N\$_?[,/]_?[lg]?i")
_RATE = re.compile(r"N_?[,/]_?h")
_LIMIT = re.compile(r"([qz])[^N]{0,12}N_?$")


def abilities(context: Context, statement: Statement) -> Iterator[Claim]:
    """What a sentence says of this kind."""
    if statement.role not in ("said", "models"):
        return
    words = words_of(context, statement)
    yield from _lifecycle(context, statement, words)
    if statement.role == "said" and words.signs:
        for kind in (_protocols, _parameters, _regions, _prices, _limits):
            yield from kind(context, statement, words)


def _claim(
    context: Context, statement: Statement, words: Words, span: tuple[int, int], field: str, value: Value, *,
    match: Match = "equal", quiet: bool = False, sure: bool = False, modes: frozenset[str] = frozenset()
) -> Claim:  # fmt: skip
    part = [each for each in words.tokens[slice(*span)] if each.sign != "_"]
    start, end = part[0].start, part[-1].end
    text = statement.text.text
    models = context.whose(text, start, end) or statement.models
    return claim(statement, field, (value,), said=text[start:end], at=start, match=match, quiet=quiet, sure=sure,
                 modes=modes, models=models)  # fmt: skip


def _protocols(context: Context, statement: Statement, words: Words) -> Iterator[Claim]:
    text = statement.text.text
    if _ELSEWHERE.search(text):
        return
    header = statement.parameter.lower().startswith("x-")  # what it says may be true of this route alone
    for pattern, match in _PROTOCOLS:
        for found in pattern.finditer(words.signs):
            modes = modes_in(text[: words.tokens[found.start()].start][-40:])
            quiet = header or (match != "equal" and not context.names.mentions(text))
            for sign in filter(None, found.groups()):
                value: Value = (_WAYS[sign],) if match == "equal" else _WAYS[sign]
                yield _claim(
                    context, statement, words, found.span(), "protocols", value, match=match, quiet=quiet, modes=modes
                )


def _parameters(context: Context, statement: Statement, words: Words) -> Iterator[Claim]:
    """Parameters in a list of what is not taken, and single ones that are."""
    for found in _DENIED.finditer(words.signs):
        for at in range(*found.span()):
            if words.tokens[at].said in context.plain:
                yield _claim(
                    context,
                    statement,
                    words,
                    (at, at + 1),
                    f"{words.tokens[at].said}.supported",
                    value=False,
                    match="lacks",
                )
    if statement.parameter in context.plain and (denied := _DENIES_THIS.search(words.signs)):
        yield _claim(
            context, statement, words, denied.span(), f"{statement.parameter}.supported", value=False, match="lacks"
        )
    for found in _ALLOWED.finditer(words.signs):
        if (name := words.tokens[found.end() - 1].said) in context.plain and "_" in name:
            yield _claim(context, statement, words, found.span(), f"{name}.supported", value=True, sure=True)


def _regions(context: Context, statement: Statement, words: Words) -> Iterator[Claim]:
    known = set(context.regions.values())
    for at, token in enumerate(words.tokens):
        if token.sign == "G" and token.said not in known:
            field = f"region {token.said}"
            yield _claim(context, statement, words, (at, at + 1), field, token.said, sure=True, quiet=True)
    whole = _LISTED.fullmatch(words.signs) if "G" in words.signs else None
    for one in filter(None, (whole, *_ONLY_IN.finditer(words.signs))):
        listed = sorted({each.said for each in words.tokens[slice(*one.span())] if each.sign == "G"} & known)
        if listed:
            yield _claim(context, statement, words, one.span(), "regions", tuple(listed), quiet=True)


def _prices(context: Context, statement: Statement, words: Words) -> Iterator[Claim]:
    for found in _PRICE.finditer(words.signs):
        part = words.tokens[slice(*found.span())]
        figure = next(each for each in part if each.sign == "N")
        currency = next(each for each in part if each.sign == "$").said
        text = statement.text.text
        models = context.whose(text, part[0].start, part[-1].end) or statement.models
        if re.search(r"input|输入", f"{statement.title} {text[: figure.start]}", re.IGNORECASE):
            continue
        regions = statement.regions or tuple(each.said for each in words.tokens if each.sign == "G")
        priced = dict.fromkeys(
            fact.field for model in models for fact in context.facts.about(model) if fact.field.startswith("price:")
        )
        fields = [
            field for field in priced if field.endswith(currency) and (not regions or field.split(":")[1] in regions)
        ]
        if fields:
            said = text[part[0].start : part[-1].end]
            made = claim(statement, fields[0], (amount(figure.said),), said=said, at=part[0].start, models=models)
            yield replace(made, fields=tuple(fields))


def _limits(context: Context, statement: Statement, words: Words) -> Iterator[Claim]:
    about = f"{statement.title} {statement.text.text}"
    signs = "".join(each.sign for each in context.lexicon.tokens(about))
    if not statement.models or not set("qz") & set(signs) or "f" in signs:
        return
    queries = re.search(r"查询|quer(?:y|ies)|\bpoll", about, re.IGNORECASE) is not None
    unit = "minute" if re.search(r"分钟|RPM|minute", about) else "second"
    for found in (*_RATE.finditer(words.signs), *_LIMIT.finditer(words.signs)):
        at = words.signs.index("N", found.start())
        number = words.tokens[at].said
        if queries:
            yield replace(
                _claim(context, statement, words, (at, at + 1), "limit:task", number, match="within"), models=("",)
            )
        elif "z" in found[0] and number.isdigit():
            yield _claim(context, statement, words, (at, at + 1), "rate.concurrent", int(number))
        else:
            yield _claim(context, statement, words, (at, at + 1), "rate.submit", f"{number}/{unit}")


def _lifecycle(context: Context, statement: Statement, words: Words) -> Iterator[Claim]:
    """A date on which models retire, and what replaces them; of a row, its title and neighbours say that it is one."""
    around = " ".join((statement.title, *(cell.text for cell in statement.row)))
    row = context.lexicon.tokens(around)
    if not any(each.sign == "e" for each in (*words.tokens, *row)):
        return
    instead = [
        at for at, each in enumerate(words.tokens) if each.sign == "M" and re.search(r"w[_:\[]?$", words.signs[:at])
    ]
    named = [each for at, each in enumerate(words.tokens) if each.sign == "M" and at not in instead]
    models = (
        tuple(m for each in named for one in context.names.mentions(each.said) for m in one.models) or statement.models
    )
    dates = [at for at, each in enumerate(words.tokens) if each.sign == "D"]
    date = words.tokens[dates[0]] if dates else next((each for each in row if each.sign == "D"), None)
    if date and models:
        at = date.start if dates else 0
        yield claim(statement, "retires", (date.said,), said=date.said, at=at, models=models, sure=True)
    for at in instead if models else ():
        token = words.tokens[at]
        new = tuple(model for one in context.names.mentions(token.said) for model in one.models)
        yield claim(
            statement, "replacement", new, said=token.said, at=token.start, models=models, sure=True, quiet=True
        )
