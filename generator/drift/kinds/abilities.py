"""What is and what is not: protocols, parameters that a model does not take, regions, flags of a mode."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.drift.claims import Claim, Match
from generator.drift.context import Context
from generator.drift.kinds.fields import claim
from generator.drift.structure import Statement
from generator.drift.subject import modes_in
from generator.drift.values import Value

_A, _S = r"async(?:hronous(?:ly)?)?", r"(?<!a)sync(?:hronous(?:ly)?)?"
_CALLS = r"(?:\s?(?:HTTP\s?)?(?:calls?|invocations?|mode|requests?|接口|调用))?"
_NOT = (
    r"(?:(?:does|do|is|are)\s?n[o']t (?:yet |currently )?(?:support(?:ed|s)?|available|offer)|no support"
    r" for|(?:暂|目前|尚)?不支持|无法(?:使用|进行)?|not supported:?)"
)
_A_CALLS, _S_CALLS = rf"(?:{_A}|异步){_CALLS}", rf"(?:{_S}|同步){_CALLS}"
_ARE_NOT = r" (?:is|are) not (?:supported|available)"
_ROWS: tuple[tuple[str, Match, Value], ...] = (
    (rf"\b{_A}[- ]only|{_A} (?:\w+ ){{0,2}}endpoint only|\bonly (?:supports? )?{_A}|[仅只]支持(?:HTTP)?异步", "equal",
     ("async",)),
    (rf"{_S}[- ]only|\bonly (?:supports? )?{_S}|[仅只]支持(?:HTTP)?同步", "equal", ("sync",)),
    (rf"{_NOT}\s?(?:HTTP\s?)?{_A_CALLS}|{_A_CALLS}{_ARE_NOT}", "without", "async"),
    (rf"{_NOT}\s?(?:HTTP\s?)?{_S_CALLS}|{_S_CALLS}{_ARE_NOT}", "without", "sync"),
    (rf"(?<!not )(?<!n't )supports? (?:both )?(?:HTTP )?{_S}|(?<![仅只不])支持(?:HTTP)?同步", "has", "sync"),
    (rf"(?<!not )(?<!n't )supports? (?:both )?(?:HTTP )?{_A}|(?<![仅只不])支持(?:HTTP)?异步|(?:{_S}|同步)(?: and |和|与"
    rf"|/)(?:{_A}|异步)",
     "has", "async"),
    (rf"(?:{_S}|同步)(?: and |和|与|/)(?:{_A}|异步)", "has", "sync")
)  # fmt: skip
_PROTOCOLS: tuple[tuple[re.Pattern[str], Match, Value], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), match, value) for pattern, match, value in _ROWS
)
_ELSEWHERE = re.compile(r"\bSDK\b|current user api|部署范围|法兰克福|Frankfurt", re.IGNORECASE)
"""What is said of a library, of one region, or by an error is not said of the model."""
_DENIED = re.compile(
    rf"(?:{_NOT}|do\s+not\s+include|don't\s+(?:send|set)|请勿传入|不[可能]传入?)\s?((?:[^.。;]|\.(?=\w)){{1,240}})",
    re.IGNORECASE,
)
_DENIES_THIS = re.compile(
    r"(?:不支持|does not support|not supported (?:by|for))\s?"
    r"(?:(?:this|the|该|此|本)\s?(?:parameter|field|参数|字段)|$)",
    re.IGNORECASE,
)
_ALLOWED = re.compile(
    r"(?<!not )(?<!n't )\bsupports?\s(?:the\s)?([a-z][a-z0-9]*(?:_[a-z0-9]+)+)\b"
    r"|(?<![不仅只])支持\s?([a-z][a-z0-9]*(?:_[a-z0-9]+)+)",
    re.IGNORECASE,
)
_MARK = re.compile(r"support|only|n't|\bnot\b|sync|支持|仅|不|步|请勿|[a-z]{2}-[a-z]|=", re.IGNORECASE)
"""Without any of these there is nothing of this kind."""
_FLAG = re.compile(r"\(\s{0,3}([a-z_]{2,40})\s?=\s?(true|false)\b")
_ONLY = re.compile(r"\s{0,20}+\)?\s{0,20}+(?:only\b|地域)", re.IGNORECASE)
_REGION = re.compile(r"(?<![\w-])((?:ap|us|eu|me|sa)-[a-z]{2,12}-\d|cn-[a-z]{5,12})(?![\w-])", re.ASCII)
_LISTED = re.compile(r"\W|and|regions?|or|仅|和|及|地域")
"""What may stand between regions in a mere list of them."""
_ONLY_IN = re.compile(
    r"(?:only (?:available |supported )?in|仅(?:支持|适用于|在|限)?)\s?(?:the\s)?([^.。;]{2,60}?)"
    r"(?:\s?(?:regions?|地域)|\s?only|[.。;]|$)",
    re.IGNORECASE,
)


def abilities(context: Context, statement: Statement) -> Iterator[Claim]:
    """What a sentence says of this kind."""
    if statement.role != "said":
        return
    text = statement.text.text
    if not _MARK.search(text):
        return
    yield from _protocols(context, statement, text)
    yield from _parameters(context, statement, text)
    yield from _regions(context, statement, text)
    for found in _FLAG.finditer(text):
        modes = modes_in(text[max(0, found.start() - 60) : found.start()])
        models = context.whose(found) or statement.models
        having = {fact.mode for fact in context.facts.of(models, f"{found[1]}.constant")}
        if modes & having or (modes and found[2] == "true" and found[1] in context.kinds):
            yield claim(statement, f"{found[1]}.constant", (found[2] == "true",), said=found[0].strip("( "),
                        at=found.start(1), modes=modes, models=context.whose(found) or statement.models)  # fmt: skip


def _protocols(context: Context, statement: Statement, text: str) -> Iterator[Claim]:
    if _ELSEWHERE.search(text) or ("sync" not in text.lower() and "步" not in text):
        return
    header = statement.parameter.lower().startswith("x-")  # what it says may be true of this route alone
    for pattern, match, value in _PROTOCOLS:
        for found in pattern.finditer(text):
            modes = modes_in(text[: found.start()][-40:])
            quiet = header or (match != "equal" and not context.names.mentions(text))
            yield claim(statement, "protocols", (value,), said=found[0], at=found.start(), modes=modes, match=match,
                        quiet=quiet, models=context.whose(found) or statement.models)  # fmt: skip


def _parameters(context: Context, statement: Statement, text: str) -> Iterator[Claim]:
    """Parameters in a list of what is not taken; names that ran together are found all the same."""
    known = context.plain
    for found in _DENIED.finditer(text):
        listed = re.split(r"\s-\s|—", found[1], maxsplit=1)[0]
        models = (
            context.whose(found) or statement.models
            if _before(context, text, found)
            else _after(context, found) or statement.models
        )
        for name in known if re.search(r"(?<![a-z])[a-z]", listed) else ():
            place = re.search(rf"(?<![a-z_]){name}(?![a-z_=])(?!\s?=)|(?<=include){name}(?=,)", listed)
            if place:
                yield claim(statement, f"{name}.supported", (False,), said=f"{name} is not supported",
                            at=found.start(1) + place.start(), match="lacks", models=models)  # fmt: skip
    denied = _DENIES_THIS.search(text) if statement.parameter in known else None
    if denied and _before(context, text, denied):
        yield claim(statement, f"{statement.parameter}.supported", (False,), said=denied[0], at=denied.start(),
                    match="lacks", models=context.whose(denied) or statement.models)  # fmt: skip
    for found in _ALLOWED.finditer(text):
        name = found[1] or found[2]
        if name in known:
            yield claim(statement, f"{name}.supported", (True,), said=found[0], at=found.start(), sure=True,
                        models=context.whose(found) or statement.models)  # fmt: skip


def _before(context: Context, text: str, found: re.Match[str]) -> bool:
    return any(each.end <= found.start() and not each.aside for each in context.names.mentions(text))


def _after(context: Context, found: re.Match[str]) -> tuple[str, ...]:
    near = [each for each in context.names.mentions(found.string) if each.start >= found.start() and not each.aside]
    return near[0].models if near else ()


def _regions(context: Context, statement: Statement, text: str) -> Iterator[Claim]:
    for found in _REGION.finditer(text):
        at = found.start()
        if found[1] not in context.regions:
            yield Claim(
                place=statement.text.place(at), said=found[1], fields=(f"region {found[1]}",), values=(found[1],),
                models=statement.models, sure=True, quiet=True
            )  # fmt: skip
        elif _ONLY.match(text, found.end()):
            yield claim(statement, "regions", ((found[1],),), said=f"{found[1]} only", at=at,
                        models=context.whose(found) or statement.models)  # fmt: skip
    listed = {context.regions[found] for found in _REGION.findall(text) if found in context.regions}
    if listed and not _LISTED.sub("", context.region_names.sub("", text.lower())):
        yield claim(statement, "regions", (tuple(sorted(listed)),), quiet=True)
    for found in _ONLY_IN.finditer(text):
        low = found[1].lower()
        named = dict.fromkeys(at for name, at in context.regions.items() if len(name) > 1 and _word(name, low))
        if named and not _REGION.search(low):
            yield claim(statement, "regions", (tuple(named),), said=found[0], at=found.start(), quiet=True,
                        models=context.whose(found) or statement.models)  # fmt: skip


def _word(name: str, text: str) -> bool:
    return re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", text) is not None
