"""Prices, rate limits, and when a model retires."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.drift.claims import Claim
from generator.drift.context import Context
from generator.drift.structure import Statement
from generator.drift.values import amount

_N = r"(\d{1,6}(?:\.\d{1,9})?)"
_IMAGE = r"\s?(?:/|per|每)\s?(?:an?\s)?(?:output\s)?(?:images?|pictures?|张)"
_PRICES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?:US)?\$\s?{_N}(?:{_IMAGE})", re.IGNORECASE), "USD"),
    (re.compile(rf"{_N}\s?(?:USD|美元)(?:{_IMAGE})", re.IGNORECASE), "USD"),
    (re.compile(rf"(?:¥|￥|CNY|RMB)\s?{_N}(?:{_IMAGE})", re.IGNORECASE), "CNY"),
    (re.compile(rf"{_N}\s?(?:元|CNY|RMB|yuan)(?:{_IMAGE})", re.IGNORECASE), "CNY"),
)
_MONEY = re.compile(r"[$¥￥元]|USD|CNY|RMB|yuan", re.IGNORECASE)
_RATE = re.compile(
    r"(\d{1,6})\s?(?:次|个|requests?|calls?|tasks?)?\s?(?:/|per|每)\s?(second|minute|秒|分钟?|s\b|min\b)", re.IGNORECASE
)
_LIMITS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:RPS|QPS|每秒)[^:]{0,40}:\s?(\d{1,6})\s?$", re.IGNORECASE), "/second"),
    (re.compile(r"(?:RPM|每分钟)[^:]{0,40}:\s?(\d{1,6})\s?$", re.IGNORECASE), "/minute"),
)
_CONCURRENT = re.compile(
    r"(?:concurren\w{0,6}|同时处理中任务数量|并发数?)[^:\d]{0,60}:?\s?(\d{1,6})(?![\d.]|\s?(?:次|秒|分))", re.IGNORECASE
)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DATE = re.compile(
    r"(20\d\d)\s?(?:-|/|\.|年)\s?(\d{1,2})\s?(?:-|/|\.|月)\s?(\d{1,2})(?:日|(?!\d))"
    rf"|({'|'.join(_MONTHS)})\s(\d{{1,2}}),?\s(20\d\d)|(\d{{1,2}})\s({'|'.join(_MONTHS)}),?\s(20\d\d)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"下线|停止服务|退役|停用|retir\w{1,6}|deprecat\w{1,6}|discontinu\w{1,6}|end of (?:life|service)"
    r"|sunset|shut ?down|offline",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"(?:改用|替换为|替代(?:模型)?(?:为|:)?|迁移[至到]|推荐(?:使用)?|建议(?:使用|切换[至到]|改用|升级[至到])"
    r"|replac(?:ed|ement)(?: model)?(?: by| with|:)?|migrate to|switch to|use|instead,? use|superseded by)"
    r"\s?[:\"'(]?\s?$",
    re.IGNORECASE,
)


def money(context: Context, statement: Statement) -> Iterator[Claim]:
    """What a sentence or cell says of this kind."""
    if statement.role not in ("said", "models"):
        return
    text = statement.text.text
    if statement.role == "said" and re.search(r"\d", text):
        yield from _prices(context, statement, text)
        yield from _limits(statement, text)
    yield from _lifecycle(context, statement, text)


def _prices(context: Context, statement: Statement, text: str) -> Iterator[Claim]:
    for pattern, currency in _PRICES if _MONEY.search(text) else ():
        for found in pattern.finditer(text):
            models = context.whose(found) or statement.models
            if not models or re.search(r"input|输入", f"{statement.title} {text[: found.start()]}", re.IGNORECASE):
                continue
            abroad = re.search(r"international|国际", text, re.IGNORECASE)
            regions = statement.regions or (("ap-southeast-1",) if abroad else ())
            priced = [fact for fact in context.facts.all if fact.model in models and fact.field.startswith("price:")]
            wanted = [
                f
                for f in priced
                if f.field.endswith(f":{currency}") and (not regions or f.field.split(":")[1] in regions)
            ]
            fields = tuple(dict.fromkeys(fact.field for fact in wanted))
            if fields:
                yield Claim(place=statement.text.place(found.start()), said=found[0], fields=fields,
                            values=(amount(found[1]),), models=models)  # fmt: skip


def _limits(statement: Statement, text: str) -> Iterator[Claim]:
    if not statement.models:
        return
    about = f"{statement.title} {text}"
    if not re.search(r"限流|RPS|RPM|QPS|rate limit|concurren|并发|任务下发", about, re.IGNORECASE) or re.search(
        r"免费|free", about
    ):
        return
    for found in _RATE.finditer(text):
        unit = "minute" if found[2].lower().startswith(("m", "分")) else "second"
        yield _limit(statement, found, "rate.submit", f"{found[1]}/{unit}")
    for pattern, unit in _LIMITS:
        for found in pattern.finditer(text):
            yield _limit(statement, found, "rate.submit", f"{found[1]}{unit}")
    for found in _CONCURRENT.finditer(text):
        yield _limit(statement, found, "rate.concurrent", int(found[1]))


def _limit(statement: Statement, found: re.Match[str], field: str, value: str | int) -> Claim:
    return Claim(place=statement.text.place(found.start(1)), said=found[0], fields=(field,), values=(value,),
                 models=statement.models)  # fmt: skip


def _lifecycle(context: Context, statement: Statement, text: str) -> Iterator[Claim]:
    """A date on which models retire, and what replaces them; of a row, its title and neighbours say that it is one."""
    whole = " ".join((statement.title, text, *(cell.text for cell in statement.row)))
    if not _ENDS.search(whole):
        return
    mentions = context.names.mentions(text)
    instead = [each for each in mentions if _INSTEAD.search(text[max(0, each.start - 30) : each.start])]
    retiring = [each for each in mentions if each not in instead]
    models = tuple(dict.fromkeys(m for each in retiring for m in each.models)) or statement.models
    if not models:
        return
    date = _DATE.search(text) or (
        _DATE.search(" ".join(cell.text for cell in statement.row)) if statement.row else None
    )
    if date:
        place = statement.text.place(date.start() if date.string is text else 0)
        yield Claim(place=place, said=date[0], fields=("retires",), values=(_iso(date),), models=models, sure=True)
    for each in instead:
        if each.models:
            yield Claim(place=statement.text.place(each.start), said=each.name, fields=("replacement",),
                        values=each.models, models=models, sure=True, quiet=True)  # fmt: skip


def _iso(found: re.Match[str]) -> str:
    year, month, day = found[1] or found[6] or found[9], found[2], found[3] or found[5] or found[7]
    name = found[4] or found[8]
    number = _MONTHS.index(name.lower()) + 1 if name else int(month)
    return f"{year}-{number:02d}-{int(day):02d}"
