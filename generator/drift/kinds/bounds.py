"""Numbers: ranges, counts, sizes, ratios, lengths, formats, lifetimes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from generator.drift.claims import Claim, Match
from generator.drift.context import Context
from generator.drift.structure import Statement
from generator.drift.subject import modes_in
from generator.drift.values import Value, numeral, size_of, starred
from generator.spec_language.measures import area

N = r"\d{1,3}(?:,\d{3}){1,4}(?!\d)|\d{1,15}"
"""Bounded, as every repetition here: a row of digits is no number, and would be tried from each of them."""
TO = r"(?:-|~|to|and|至|到|,)"
SIZE = r"\d{2,5}\s{0,2}[*xX_]\s{0,2}\d{2,5}|\d{2,5}\s{0,2}²|(?<!\d)\d{6,9}(?!\d)"
SIZES = rf"\[?\s{{0,2}}({SIZE})\s{{0,2}}(?:,|-|~|to|and|至|到|和)\s{{0,2}}({SIZE})\s{{0,2}}\]?"
_MAX = (
    r"(?:up\s+to|max(?:imum)?(?:\s+of)?|at\s+most|no\s+more\s+than|not\s+exceed(?:ing)?|<=|≤|最[多大](?:可|支持"
    r"|为|传入|上传|输入|生成){0,3}|不[能可得]?超过|上限[为是:]?|至多)"
)
_PICTURES = r"(?:images?|pictures?|references|张|幅)"
_FORMAT = r"(?:JPE?G|PNG|BMP|WEBP|TIFF?|GIF|HEI[CF]|AVIF|PNM|PPM)"
_UNITS = {"hour": 3600, "小时": 3600, "minute": 60, "分钟": 60, "day": 86400, "天": 86400, "second": 1, "秒": 1}
_NEGATED = re.compile(r"(?:不支持|not\s+support\w*|without|\bno|除)\s{0,3}$", re.IGNORECASE)
_RECOMMENDED = re.compile(r"recommend|suggest|optimal|best|推荐|建议|效果更佳", re.IGNORECASE)
_OTHER_MODELS = re.compile(r"其[他余]|other (?:models|versions)|\bothers\b", re.IGNORECASE)
_INPUT = re.compile(r"input|reference|constraint|per (?:side|dimension)|输入|参考|限制|图像分辨率", re.IGNORECASE)
_PROMPT = re.compile(r"prompt|提示词", re.IGNORECASE)
_EXAMPLE = re.compile(r"(?:示例值?|例如|比如|e\.g\.|for example|example)\s{0,2}[:,]?[^;。]{0,20}$", re.IGNORECASE)

Made = tuple[tuple[str, ...], tuple[Value, ...], Match]


@dataclass(frozen=True, slots=True)
class Form:
    """A form, for which kinds of parameter it counts ("" for text outside of any), and what it means."""

    kinds: str
    words: tuple[str, ...]
    """One of these is in any text that the form fits; none where it fits numbers alone."""
    pattern: re.Pattern[str]
    make: Callable[[re.Match[str], str], Made | None]
    """Takes the match and the parameter; a field in it may hold {} for that."""


def number(text: str) -> int:
    """ "2,100" -> 2100."""
    return int(text.replace(",", ""))


def readings(text: str) -> tuple[str, ...]:
    """The sizes that a text may stand for: one, or several where its asterisk is lost."""
    size = size_of(text.replace("_", "*"))
    return (size,) if size else starred(text.strip())


def _areas(found: re.Match[str], name: str) -> Made | None:
    pairs = ((area(low), area(high)) for low in readings(found[1]) for high in readings(found[2]))
    if found[1].isdigit() and "*" in found.string:
        return None  # sizes with their asterisks beside them: these digits have lost none
    values = tuple(pair for pair in pairs if pair[0] <= pair[1])
    return ((f"{name or 'size'}.pixels", "size.pixels"), values, "equal") if values else None


def _sides(found: re.Match[str], name: str) -> Made | None:
    ends = (number(found[1]), number(found[2]))
    if ends[1] > 65_535:
        return ("size.pixels",), (ends,), "equal"
    fields = ("images.sides", "size.sides", "images.width", "images.height")
    own = (f"{name}.sides",) if name and name not in ("images", "prompt") else ()
    return own or fields, (ends,), "equal"


def _range(found: re.Match[str], name: str) -> Made | None:
    if "," in found[0][len(found[1]) :] and found[0][0] not in "[(":
        return None  # two things of a list
    ends = numeral(found[1]), numeral(found[2])
    if isinstance(ends[0], int) and isinstance(ends[1], int):
        return ((f"{name}.range",), ((ends[0], ends[1]),), "equal") if ends[0] <= ends[1] else None
    return (f"{name}.range",), ((found[1], found[2]),), "equal"


def _count(found: re.Match[str], name: str) -> Made | None:
    low, high = number(found[1]), number(found[2])
    return (_pictures(found, name), ((low, high),), "equal") if low <= high else None


def _most(found: re.Match[str], name: str) -> Made:
    return _pictures(found, name), (number(found[1]),), "most"


def _pictures(found: re.Match[str], name: str) -> tuple[str, ...]:
    """Reference images, or images made, or either, as the words say."""
    if name in ("images", "reference_images"):
        return ("images.count",)
    if name:
        return (f"{name}.range", "images.count")
    around = found.string[max(0, found.start() - 40) : found.end() + 30].lower()
    made = re.search(r"sequence|generat|output|生成|输出|组图", around)
    if re.search(r"references?\b|input|image urls?|required|optional|per request|fusion|参考|传入|输入|上传", around):
        return ("images.count", "n.range", "max_images.range") if made else ("images.count",)
    if made:
        return ("n.range", "max_images.range")
    return ("images.count", "n.range", "max_images.range")


def _formats(found: re.Match[str], _: str) -> Made | None:
    given = re.findall(_FORMAT, found[0].upper())
    names = {"JPEG" if name == "JPG" else "TIFF" if name == "TIF" else name for name in given}
    return (("images.formats",), (tuple(sorted(names)),), "equal") if len(names) > 1 else None


def _megabytes(found: re.Match[str], _: str) -> Made:
    unit = found[2].upper()
    value: Value = number(found[1]) if unit in ("MB", "M", "兆") else f"{number(found[1])} {unit}"
    return ("images.max_megabytes", "images.total_megabytes"), (value,), "equal"


def _lifetime(found: re.Match[str], _: str) -> Made | None:
    unit = next(seconds for word, seconds in _UNITS.items() if found[2].lower().startswith(word))
    before = found.string[: found.start()].lower()
    task = max(before.rfind("task"), before.rfind("任务"))
    link = max(before.rfind(word) for word in ("url", "链接", "link", "image", "图"))
    if task < 0 and link < 0:
        return None
    names = ("lifetime:task", "lifetime:result_url")
    return (names if task > link else names[::-1]), (number(found[1]) * unit,), "equal"


def _forms(*rows: tuple[str, str, str, Callable[[re.Match[str], str], Made | None]]) -> tuple[Form, ...]:
    return tuple(
        Form(kinds, tuple(words.split()), re.compile(pattern, re.IGNORECASE | re.ASCII), make)
        for kinds, words, pattern, make in rows
    )


def _one(field: str, match: Match = "equal", default: str = "") -> Callable[[re.Match[str], str], Made]:
    """One number; {} in the field is the parameter, or else the default."""
    return lambda found, name: ((field.format(name or default),), (number(found[1]),), match)


def _two(field: str, default: str = "") -> Callable[[re.Match[str], str], Made]:
    """Two numbers that are the ends of a range."""
    return lambda found, name: ((field.format(name or default),), ((number(found[1]), number(found[2])),), "equal")


def _fixed(found: re.Match[str], name: str) -> Made:
    return (f"{name}.range",), ((number(found[1]), number(found[1])),), "equal"


def _aspect(found: re.Match[str], name: str) -> Made:
    fields = ("images.aspect",) if name == "images" else ("size.aspect", "images.aspect")
    return fields, ((found[1], found[2]),), "equal"


def _alpha(found: re.Match[str], _: str) -> Made:
    ignored = "ignore" in found[0].lower() or "忽略" in found[0]
    return ("images.alpha",), ("ignored" if ignored else "refused",), "equal"


def _characters(found: re.Match[str], name: str) -> Made:
    return (f"{name if name and name != 'images' else 'prompt'}.max_characters",), (number(found[1]),), "equal"


def _box(found: re.Match[str], name: str) -> Made:
    return (f"{name}.form",), ("[" + ", ".join(found[1].replace(" ", "").split(",")) + "]",), "equal"


def _area_of(found: re.Match[str], _: str) -> Made:
    return ("size.pixels",), tuple(area(size) for size in readings(found[1])), "most"


def _largest(found: re.Match[str], _: str) -> Made:
    return ("size.largest",), ((found[1] or found[2]).upper(),), "equal"


def _preset(found: re.Match[str], _: str) -> Made:
    return (f"size.preset:{found[1].upper()}",), readings(found[2]), "equal"


def _tier(found: re.Match[str], _: str) -> Made:
    return ("size.presets",), (found[1].upper(),), "has"


_PLAIN, _S = "integer number", r"\s{0,2}"
_PAIR = rf"({N}){_S}{TO}{_S}({N})"
_GIVEN = rf"(?:(?:reference|input|output|参考|输入|输出){_S}){{0,2}}"
_LISTED = rf"{_FORMAT}(?:\s?\([^)]{{0,60}}\))?"
_LIVES = (
    r"(?:valid (?:only )?for|expires? (?:after|in|within)|kept for|retained for|available for"
    r"|有效期限?[为是:]?|有效时间[为是]?|保[留存])\s{0,2}(?:only\s|仅|为)?\s?"
)
_MUST = (
    r"(?:must be(?: set to)?|always|fixed (?:at|to)|只能[为是]|固定为|仅支持(?:设[置为]{1,2})?"
    r"|必须[为是设]{1,2}置?为?)"
)
_LOW = r"(?:at least|minimum(?: of)?|no less than|不[能少小低][于]?|最[小少](?:值?为)?)"
_HIGH_END = r"(\d{1,3}(?:,\d{3}){1,4}|\d{1,15}(?:\.\d{1,6})?)"
FORMS: tuple[Form, ...] = _forms(
    ("*", "pixel px 像素", rf"(?:pixels?|\bpx|像素)[^\d;.。]{{0,40}}?{SIZES}", _areas),
    ("size", "* × x _ ²", SIZES, _areas),
    ("*", "resolution 分辨率", rf"(?:output resolution|输出分辨率)\D{{0,12}}({SIZE})", _area_of),
    ("*", "aspect 宽高比 长宽比",
     rf"(?:aspect ratio|宽高比|长宽比)[^\d:]{{0,30}}?\[?(\d{{1,5}}:\d{{1,5}}){_S}{TO}{_S}(\d{{1,5}}:\d{{1,5}})",
     _aspect),
    ("*", "px pixel 像素", rf"(?<![\d*.,])\[?{_PAIR}{_S}\]?{_S}(?:px\b|pixels?\b|像素)", _sides),
    ("*", "mb kb gb", rf"(?<![\d.])({N}){_S}(MB|KB|GB)\b", _megabytes),
    ("images *", "png jpeg jpg bmp webp",
     rf"(?<![A-Za-z]){_LISTED}(?:\s?(?:[,/]|和|及|或|\band\b|\bor\b)\s?(?:and |or )?{_LISTED}){{1,12}}", _formats),
    ("*", "alpha 透明",
     r"\((no alpha|alpha ignored|不支持透明通道|忽略透明)[^)]{0,80}\)|(alpha channel is ignored)", _alpha),
    ("images integer *", "image picture reference 张 幅",
     rf"(?<![\d*.,/])(?<!\d:)({N}){_S}(?:-|~|to|and|至|到){_S}({N}){_S}{_GIVEN}{_PICTURES}", _count),
    ("images integer *", "image picture reference 张 幅",
     rf"{_MAX}{_S}({N}){_S}(?:output\s|reference\s|input\s|个?参考|个?输入)?{_PICTURES}", _most),
    (_PLAIN, "max most up than exceed = ≤ 最 不 上限 至多",
     rf"{_MAX}{_S}({N})(?![\d*:]|[.,]\d|\s?(?:px|像素|[sS]\b|秒))", _one("{}.range", "most")),
    (_PLAIN, "least min less 不 最", rf"{_LOW}{_S}({N})(?![\d*:]|[.,]\d)", _one("{}.range", "least")),
    (_PLAIN, "",
     rf"(?<![A-Za-z0-9_.*/-])(?<!\d:)[\[(]?(-?\d{{1,15}}(?:\.\d{{1,6}})?){_S}(?:-|~|to|,|至|到|and){_S}{_HIGH_END}"
     r"[\])]?(?!\s?(?:s\b|sec|秒|[*%.]\d|:|\d))", _range),
    (_PLAIN, "must always fixed 只能 固定 仅支持 必须", rf"{_MUST}{_S}({N})(?![\d*:~-]|[.,]\d|\s?(?:px|像素))", _fixed),
    (_PLAIN, "only", r"(?<![\w.-])(\d{1,6})\s?only\b", _fixed),
    ("prompt text *", "char 字符 汉字", rf"(?<![\d.])({N}){_S}(?:chars?\b|characters?\b|个?字符|个?汉字)", _characters),
    ("prompt text", "token", rf"(?<![\d.])({N}){_S}(?:个\s?)?tokens?\b", _one("prompt.max_tokens")),
    ("palette *", "colo 颜色", rf"{_PAIR}{_S}(?:colou?rs|[种个]颜色)", _two("color_palette.colors")),
    ("palette *", "sum add 总和 之和",
     r"(?:sum of ratios|ratios? sum|add(?:s|ing)? up to|总和|之和)\D{0,12}(\d{1,9})(?:\.0{1,9})?\s?%",
     _one("color_palette.total")),
    ("boxes *", "box bounding region 个",
     rf"{_MAX}{_S}({N}){_S}(?:个|boxes|bounding|regions)\s?(?:边界框|框|区域|box)?",
     _one("{}.boxes", "most", "bbox_list")),
    ("boxes", "x1 [x y1", r"\[\s?(x\d?, ?y\d?, ?[xw]\w{0,5}, ?[yh]\w{0,6}|y\d?, ?x\d?, ?y\d?, ?x\d?)\s?\]", _box),
    ("*", "hour minute day second 小时 分钟 天 秒",
     rf"{_LIVES}(\d{{1,9}})\s?-?(?:个)?(hour|minute|day|second|小时|分钟|天|秒)", _lifetime),
    ("*", "fixed 种固定", r"(\d{1,9})\s?(?:fixed (?:resolutions|sizes)|种固定)", _one("size.sizes", "count")),
    ("boolean *", "s 秒", rf"(?:adds?|takes?|增加)\s?(?:约)?({N})\s?{TO}\s?({N})\s?(?:s\b|sec|秒)",
     _two("{}.seconds", "prompt_extend")),
    ("*", "every 每", r"(?:every|每隔?)\s?(\d{1,9})\s?(?:s\b|sec|秒)", _one("poll")),
    ("*", "k", r"\bmax(?:imum)?\s(\d{1,5}K)\b(?! chars)|最高(?:支持)?\s?(\d{1,5}K)", _largest),
    ("size *", "k", rf"(?<![\w.*])(\d{{1,2}}K)\s?[:(]\s?(?:default, ?|默认, ?)?~?\s?({SIZE})", _preset),
    ("size *", "k", r"(?<![\w.*])(\d{1,2}K)(?![\w*])", _tier)
)  # fmt: skip
_KINDS = ("integer", "number", "boolean", "text", "choice", "color", "size", "boxes", "palette", "list", "object")
_LIFETIMES = tuple(form for form in FORMS if form.make is _lifetime)
_MARK = re.compile(r"\d|alpha|JPE?G|PNG|透明|[xy], ?[xy]", re.IGNORECASE)
"""Without any of these no form finds anything."""
_SHARED = ("lifetime:", "poll")
_BEHIND = re.compile(r"[^;,.)]{0,12}\(([^)]{0,200})\)|[^;.()]{0,20}\)")
_VERSUS = re.compile(r"[^()\d]{0,28}\(vs\.?\s?", re.IGNORECASE)
_THEIRS = re.compile(rf"'?s?\s{{0,20}}({SIZE}|{N})(?![\d*])")


def bounds(context: Context, statement: Statement) -> Iterator[Claim]:
    """The numbers that a sentence states."""
    text = statement.text.text
    if statement.role != "said" or not _MARK.search(text):
        return
    taken: list[tuple[int, int]] = []
    low = text.lower()
    for form in _candidates(context, statement):
        if form.words and not any(word in low for word in form.words):
            continue
        for found in form.pattern.finditer(text):
            name = parameter_of(context, statement, found.start())
            kind = context.kinds.get(name, "") if name else ""
            name = kind if kind in ("prompt", "images") else name
            inside = any(a < found.end() and found.start() < b for a, b in taken)
            if not statement.parameter and not _counts(form, kind):  # "max file size: 10KB" is not about `size`
                name = kind = ""
            if not _counts(form, kind) or (inside and form.make is not _alpha):
                continue
            before = text[max(0, found.start() - 40) : found.start()]
            if _NEGATED.search(before) or _EXAMPLE.search(before):
                taken.append(found.span())
                continue
            made = form.make(found, name)
            if made is not None:
                if form.make not in (_preset, _tier):  # the default may stand in the same words
                    taken.append(found.span())
                claim = _claim(context, statement, found, made)
                fresh = claim.fields == ("prompt.max_tokens",)  # a limit of another kind, where it comes to be one
                yield replace(claim, quiet=fresh or _uncertain(claim, statement, text, found), sure=fresh)
                yield from _versus(context, statement, found, claim)


def _candidates(context: Context, statement: Statement) -> tuple[Form, ...]:
    """The forms that count for the parameter of the statement; in an answer only those of lifetimes."""
    if statement.part == "response":
        return _LIFETIMES
    kind = context.kinds.get(statement.parameter, "")
    return _OF_KIND[kind] if kind in _OF_KIND and statement.parameter else FORMS


def _uncertain(claim: Claim, statement: Statement, text: str, found: re.Match[str]) -> bool:
    """Whether the words leave open whose it is, or only recommend it."""
    if claim.fields == ("poll",) or (claim.models[-1:] == ("",) and not statement.ours):
        return True
    if _RECOMMENDED.search(text[max(0, found.start() - 40) : found.end()]) or _OTHER_MODELS.search(
        text[: found.start()]
    ):
        return True
    if claim.fields[0] == "prompt.max_characters" and not statement.parameter:
        return not (_PROMPT.search(text) or claim.models != statement.models)
    sides = claim.fields[0] == "images.sides" and not statement.parameter
    return sides and not _INPUT.search(f"{statement.title} {text}")


def _counts(form: Form, kind: str) -> bool:
    kinds = form.kinds.split()
    return kind in kinds or (kind in ("", "images") and "*" in kinds)


_OF_KIND = {kind: tuple(form for form in FORMS if _counts(form, kind)) for kind in (*_KINDS, "prompt", "images")}


def parameter_of(context: Context, statement: Statement, at: int) -> str:
    """The parameter that a statement is about there: that of its field, or the last one that its words name."""
    if statement.parameter or statement.part == "response":
        return statement.parameter if statement.parameter not in ("model", "content", "messages", "input") else ""
    names = [found for found in _IDENTIFIERS.finditer(statement.text.text[:at]) if found[1] in context.kinds]
    named = names[-1][1] if names else ""
    return named if named and context.kinds[named] not in ("images", "prompt") else ""


_IDENTIFIERS = re.compile(r"(?<![\w./-])([a-z][a-z0-9]*(?:_[a-z0-9]+)*)(?![\w/-]|\.\w)", re.ASCII)


def _claim(context: Context, statement: Statement, found: re.Match[str], made: Made) -> Claim:
    fields, values, match = made
    text = found.string
    start = min((found.start(at) for at in range(1, found.re.groups + 1) if found[at]), default=found.start())
    shared = fields[0].startswith(_SHARED)
    models = context.whose(found, start) or statement.models
    behind = _BEHIND.match(text, found.end())
    modes = statement.modes or modes_in(text[:start]) or (modes_in(behind[0]) if behind else frozenset())
    if fields == ("size.presets",):
        modes = statement.modes  # a page says of one mode what another lacks, but "4K, editing" is only a list
    return Claim(
        place=statement.text.place(start),
        said=" ".join(found[0].split()),
        fields=fields,
        values=values,
        models=(*models, "") if shared else models,
        modes=modes,
        match=match,
        damaged=len(values) > 1 or (re.search(r"(?<!\d)\d{6,9}(?!\d)", found[0]) is not None and "size" in fields[0]),
    )


def _versus(context: Context, statement: Statement, found: re.Match[str], claim: Claim) -> Iterator[Claim]:
    """`6 images (vs wan2.6-image's 4)`: what is said of the other model in passing."""
    text = found.string
    behind = _VERSUS.match(text, found.end())
    rival = next((each for each in context.names.mentions(text) if behind and each.start == behind.end()), None)
    theirs = _THEIRS.match(text, rival.end) if rival else None
    if rival and theirs:
        sizes = tuple(area(size) for size in readings(theirs[1]))
        values: tuple[Value, ...] = sizes or (number(theirs[1]),)
        place = statement.text.place(theirs.start(1))
        yield replace(claim, place=place, said=theirs[1], values=values, models=rival.models, match="most")
