"""The words that matter in a document, English and Chinese: figures, names of the API, units, and words of ability,
duty and time. Each is a token of one sign, in one writing: 1,024×768 is `S 1024*768`, 不支持 is `! +`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from generator.drift.names import Names


class Token(NamedTuple):
    """A word that matters: its sign, its one writing, and where it stands in the text."""

    sign: str
    said: str
    start: int
    end: int


MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
DATE = re.compile(
    r"(20\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?:日|(?!\d))"
    rf"|({'|'.join(MONTHS)})\s(\d{{1,2}}),?\s(20\d\d)|(\d{{1,2}})\s({'|'.join(MONTHS)}),?\s(20\d\d)"
)
_FIGURES: tuple[tuple[str, str], ...] = (
    ("D", re.sub(r"\((?!\?)", "(?:", DATE.pattern)),
    ("S", r"(?<![\d.])\d{2,5}\s{0,2}[*x_]\s{0,2}\d{2,5}(?!\d|\.\d)|(?<!\d)\d{2,5}\s{0,2}²"),
    ("R", r"(?<!\d)(?<!\d:)\d{1,2}:\d{1,2}(?!:?\d)"),
    ("K", r"(?<![\w.*])\d{1,2}k(?!\w| char)"),
    ("N", r"(?<![a-z\d._])(?:\d{1,3}(?:,\d{3}){1,4}(?![\d,])|\d{1,15}(?:\.\d{1,9})?)"),
)
_FIGURE = re.compile("|".join(f"({pattern})" for _, pattern in _FIGURES), re.ASCII)
_DIGITS = re.compile(r"\d++|(?:" + "|".join(MONTHS) + r")\b", re.ASCII)
_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (sign, re.compile(pattern, re.ASCII))
    for sign, pattern in (
        ("U", r"https?://[\w.{}<>$-]{4,80}(?:/[\w{}.<>$:-]{1,80}){0,10}"),
        ("U", r"(?<![\w./])/[\w{}-]{1,60}(?:/[\w{}-]{1,60}){1,7}"),
        ("U", r"(?<![\w.])(?:output|data|choices|results)(?:\[\d?\])?(?:\.[a-z_]{2,30}(?:\[\d?\])?){1,6}"),
        ("X", r"\[\s?[a-z]{1,2}\d?(?:,\s?[a-z]{1,6}\d?){3}\s?\]"),
        ("P", r"(?<![a-z0-9_])[a-z][a-z0-9]*+_[a-z0-9_]*[a-z0-9]"),
    )
)
_SIGNS = {
    **dict.fromkeys(("<=", "≤"), ("<", ":most")),
    **dict.fromkeys((">=", "≥"), (">", ":least")),
    **dict.fromkeys("-~", ("~", "~")),
    **dict.fromkeys(",/、", (",", ",")),
    **dict.fromkeys("[(", ("[", "[")),
    **dict.fromkeys("✓✅√", ("+", ":able")),
    **dict.fromkeys("✗❌", ("-", ":none")),
    **dict.fromkeys("¥￥", ("$", "CNY")),
    "$": ("$", "USD"),
    "%": ("%", "%"),
}
_SIGN = re.compile(r"[<>]=|[≤≥~,/、\[(✓✅√✗❌¥￥$%-]")
_WORDS: tuple[tuple[str, str, str, str], ...] = (
    ("F", "", r"jpe?g|png|bmp|webp|tiff?|gif|hei[cf]|avif|svg|pnm|ppm", ""),
    ("T", "", r"string|str|integer|int|boolean|bool|float|double|array|object|enum", ""),
    ("B", "true", r"true|on(?= by default)|enabled(?= by default)", "开启"),
    ("B", "false", r"false|off(?= by default)|disabled(?= by default)", "关闭"),
    # ends and limits
    ("<", ":most", r"up to|max(?:imum|imal)?(?: of)?|at most|no (?:more|longer|larger) than|less than|fewer than|within"
     r"|not exceed(?:ing)?|can ?not exceed|must not exceed|may not exceed|should not exceed",
     r"最[多大高长](?:值|可|支持|为|传入|上传|输入|生成){0,3}|不[能可得]{0,2}[超大多][过于]|上限|至多|以内|小于(?:等于)?"),
    (">", ":least", r"at least|min(?:imum)?(?: of)?|no (?:less|fewer) than",
     r"最[少小低短](?:值|为){0,2}|不[能可]{0,1}[少小低]于|至少|下限|大于等于"),
    ("o", ":optional", r"optional(?:ly)?", r"可选(?!值)|选填|非必[选填须需传]"),
    ("r", ":required", r"require[sd]?|mandatory|must|needs?|ha(?:s|ve) to", r"必[选填须需传]|需要?|须"),
    ("d", ":default", r"default(?:s|ed)?|omitted|leave (?:it|this) out|left out|not (?:set|given)",
     r"默认|缺省|不[传填设]"),
    # ability
    ("=", ":only", r"only|solely|exclusively", r"仅|只(?!读)"),
    ("!", ":not", r"don't|doesn't|isn't|aren't|can't|not|no|never|cannot|without|neither|nor",
     r"不(?![同仅断错])|无[法需]|禁止|请?勿|尚未|未(?=支持)"),
    ("+", ":able", r"support(?:s|ed|ing)?|allow(?:s|ed)?|accept(?:s|ed)?|available|can|may",
     r"支持|允许|可用|可以|可(?=[传用设])|开放|开通"),
    ("a", ":async", r"async(?:hronous(?:ly)?)?", "异步"),
    ("s", ":sync", r"sync(?:hronous(?:ly)?)?", "同步"),
    ("j", ":stream", r"stream(?:s|ed|ing)?", "流式"),
    ("k", ":fixed", r"fixed|always", "固定"),
    ("n", ":ignored", r"ignor(?:e[sd]?|ing)", "忽略"),
    ("f", ":billed", r"free|billed|charged?", "免费|计费|收费"),
    ("&", ":cut", r"truncat\w{1,4}", "截断"),
    ("x", ":alpha", "alpha", "透明"),
    # units
    *(("m", unit.upper(), unit, "") for unit in ("mb", "kb", "gb")),
    ("c", "characters", r"char(?:acter)?s?", r"字符(?!串)|汉字|个字(?!段|节|体)"),
    ("t", "tokens", "tokens?", ""),
    ("h", "hour", r"hours?|h", "小时"),
    ("h", "minute", r"min(?:ute)?s?", r"分钟?(?!辨|享|为|别|组|类|隔|割)"),
    ("h", "second", r"sec(?:ond)?s?|s", "秒"),
    ("h", "day", "days?", "天"),
    ("h", "month", "months?", "个月"),
    ("p", "pixels", r"pixels?|px", "像素"),
    ("p", "parts", r"normali[sz]ed|fractions?", "归一化|百分比"),
    ("Q", "", r"sum|add(?:s|ing)? up", "总和|之和"),
    ("$", "USD", "usd", "美元"),
    ("$", "CNY", "cny|rmb|yuan", "元"),
    # time and money
    ("v", ":valid", r"valid(?:ity)?|expir(?:e[sd]?|y|ation)|retained|kept|removed|deleted",
     r"有效期?|[过失]效|过期|保[留存]"),
    ("e", ":ends", r"retir\w{1,6}|deprecat\w{1,6}|discontinu\w{1,6}|end of (?:life|service)|sunset|shut ?down|offline",
     "下线|停止服务|退役|停用"),
    ("w", ":instead", r"replac(?:ed|es|ements?)|migrate to|switch to|instead|superseded",
     r"改用|替换为?|替代(?:模型)?为?|迁移[至到]"),
    ("q", ":rate", r"rps|qps|rpm|qpm|rate limits?", "限流|每秒|每分钟|任务下发"),
    ("z", ":at once", r"concurren\w{0,6}", "并发|同时处理"),
    # what they are about; these stand in no edition
    ("i", "", r"images?|pictures?|photos?", "[张幅]"),
    ("l", "", r"references?|inputs?|upload(?:s|ed)?|temporary", "参考|输入|上传|传入|临时"),
    ("g", "", r"outputs?|generat\w{1,4}|sequence", "生成|输出|组图"),
    ("y", "", r"colou?rs?", "颜色|主题色"),
    ("b", "", r"bounding box(?:es)?|box(?:es)?", "边界框|框"),
    ("u", "", "tasks?", "任务"),
    ("L", "", "urls?|links?", "链接"),
    ("~", "", "to", "[至到]"),
    ("A", "", "and", "[和与及]"),
    (",", "", "or", "或"),
    ("/", "", "per|an?|every", "每"),
)  # fmt: skip
"""Sign, the one writing (or that of the text), English and Chinese."""
_ENGLISH = re.compile("(?:" + "|".join(english for *_, english, _ in _WORDS if english) + ")(?![a-z_])", re.ASCII)
_CHINESE = re.compile("|".join(chinese for *_, chinese in _WORDS if chinese))
_AHEAD = re.compile(r"\(\?=[^()]*\)")
_EACH = tuple((sign, said, re.compile(_AHEAD.sub("", "|".join(filter(None, both))))) for sign, said, *both in _WORDS)
_STATE = re.compile(r"(?<![A-Za-z_])[A-Z]{6,}(?![A-Za-z_])")
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_NOUNS = frozenset("ilgybuLQ~A,[/")
UNITS = frozenset(said for sign, said, *_ in _WORDS if sign in "mcthp$" and said)
FIGURES = frozenset("DSRKN")
_TYPES = {"str": "string", "enum": "string", "int": "integer", "double": "number", "float": "number", "bool": "boolean"}


def low(text: str) -> str:
    """The text in small letters, as long as it was."""
    return text.translate(_LOWER)


class Lexicon:
    """The words that matter, with the names of the specs."""

    def __init__(self, names: Names, regions: dict[str, str], parameters: Iterable[str], values: Iterable[str]) -> None:
        """`values` are those that parameters may have, and states: words of every day, unless they stand in a list."""
        self.names = names
        self.regions = regions
        named = "|".join(re.escape(name) for name in sorted(regions, key=len, reverse=True) if len(name) > 2)
        region = rf"(?<![a-z-])(?:{named}|(?:ap|us|eu|me|sa|cn)-[a-z]{{4,12}}(?:-\d)?)(?![a-z-])"
        words, said = (
            "|".join(re.escape(name) for name in sorted(each, key=len, reverse=True)) for each in (parameters, values)
        )
        self.named = re.compile(
            rf"({region}|北京|东京|香港)|(?<![\w.-])({words})(?![\w-]|\.\w)"
            rf"|(?<=[:,|=/、] )(?:{said})(?![\w-])|(?<![\w-])(?:{said})(?=\s?[:,|/、])", re.ASCII
        )  # fmt: skip
        self.tokens = lru_cache(maxsize=8192)(self._tokens)

    def _tokens(self, text: str) -> tuple[Token, ...]:
        said = low(text)
        spans = [Token("M", each.name, each.start, each.end) for each in self.names.mentions(text)]
        for found in self.named.finditer(said):
            sign, name = ("G", self.regions.get(found[0], found[0])) if found[1] else ("P", found[0])
            spans.append(Token(sign, name, *found.span()))
        spans += [Token("P", each[0].lower(), *each.span()) for each in _STATE.finditer(text)]
        taken = bytearray(len(text))
        made: list[Token] = []
        for each in spans:
            if not any(taken[each.start : each.end]):
                taken[each.start : each.end] = b"\1" * (each.end - each.start)
                made.append(each)
        for each in _found(said):
            if not (taken[each.start] or taken[each.end - 1]):
                taken[each.start : each.end] = b"\1" * (each.end - each.start)
                made.append(each)
        return tuple(sorted(made, key=lambda each: each.start))

    def slots(self, text: str) -> tuple[Token, ...]:
        """Those of which an edition keeps what they say."""
        return tuple(each for each in self.tokens(text) if each.sign not in _NOUNS)


def _found(said: str) -> Iterator[Token]:
    """Of a text in small letters the names, figures, signs and words of both languages; each scan is linear."""
    for sign, pattern in _NAMES:
        for found in pattern.finditer(said):
            yield Token("u" if found[0] == "task_id" else sign, _writing(sign, found[0]), *found.span())
    last = 0
    for digits in _DIGITS.finditer(said):
        figure = _FIGURE.match(said, digits.start()) if digits.start() >= last else None
        if figure:
            last = figure.end()
            sign = _FIGURES[(figure.lastindex or 1) - 1][0]
            yield Token(sign, _writing(sign, figure[0]), *figure.span())
    for found in _SIGN.finditer(said):
        yield Token(*_SIGNS[found[0]], *found.span())
    for found in _ENGLISH.finditer(said):
        start = found.start()
        before = said[start - 1] if start else " "
        if not ("a" <= before <= "z" or before == "_") and (
            len(found[0]) > 1 or said[max(0, start - 2) : start].strip()[-1:].isdigit()
        ):
            yield Token(*_word(found[0]), *found.span())
    for found in _CHINESE.finditer(said) if not said.isascii() else ():
        yield Token(*_word(found[0]), *found.span())


@lru_cache(maxsize=2048)
def _word(found: str) -> tuple[str, str]:
    """The sign of a word and its one writing."""
    sign, said = next((sign, said) for sign, said, pattern in _EACH if pattern.fullmatch(found))
    return sign, said or _writing(sign, found)


def _writing(sign: str, found: str) -> str:
    """The one writing of a figure or name."""
    match sign:
        case "D":
            return iso(found)
        case "S":
            squared = found.rstrip("² ")
            return f"{squared}*{squared}" if "²" in found else re.sub(r"\s*[*x_]\s*", "*", found)
        case "N":
            plain = found.replace(",", "")
            return plain.rstrip("0").rstrip(".") if "." in plain else plain
        case "F":
            return {"JPG": "JPEG", "TIF": "TIFF"}.get(found.upper(), found.upper())
        case "K":
            return found.upper()
        case "T":
            return _TYPES.get(found, found)
        case "U":
            return re.sub(r"\[\d\]", "[]", found).rstrip(".")
        case _:
            return found.replace(" ", "")


def iso(text: str) -> str:
    """A date as 2026-11-01."""
    found = DATE.search(low(text))
    if found is None:
        return text
    year, month, day = found[1] or found[6] or found[9], found[2], found[3] or found[5] or found[7]
    name = found[4] or found[8]
    return f"{year}-{MONTHS.index(name) + 1 if name else int(month):02d}-{int(day):02d}"
