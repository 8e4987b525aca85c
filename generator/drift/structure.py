"""The statements of a document, each with whose it is by the page's own structure.

Headings, definitions (`**n** integer (optional)`), tables, lists and the models that a section names for its field
`model` say so; the vendor's pages flatten tables into paragraphs, so a paragraph of names alone begins a row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from generator.drift.context import CARRIERS, RESPONSE, Context
from generator.drift.forms.markdown import DEFINED
from generator.drift.names import Mention, modes_in, sentences
from generator.drift.passage import Block, Document, Passage, Row, joined, passage, plain

Role = Literal[
    "said", "field", "default", "type", "mode", "pair", "models", "code", "heading", "use", "uses", "required"
]
Part = Literal["request", "response", ""]
_NAME = re.compile(
    r"[\W_]{0,4}([A-Za-z][\w.-]{0,60})(?:\s{0,3}\((?:required|optional|必[选填]|可选)\))?\W{0,4}$", re.IGNORECASE
)
_RESPONSE = re.compile(
    r"\bresponse|\breturns?\b|\boutput (?:param|field)|响应|返回|输出参数|查询.{0,6}结果", re.IGNORECASE
)
_REQUEST = re.compile(
    r"\brequest|\bparameters?\b|\binput (?:param|field)|请求|入参|输入参数|参数|HTTP.{0,4}调用|创建任务", re.IGNORECASE
)
_BESIDE = re.compile(
    r"[?吗]|如何|怎[么样]|哪些|多少|限制|计费|限流|错误码|问题|\bQ\s?:|概览|简介|价格|limit|billing|pricing"
    r"|error code|question|faq|notes?\b|overview|SDK",
    re.IGNORECASE,
)
"""Headings of what is neither request nor answer."""
_HEADER = re.compile(r"parameter|field|参数|字段|名称|^name$|key", re.IGNORECASE)
_IS_DEFAULT = re.compile(r"default|默认", re.IGNORECASE)
_IS_TYPE = re.compile(r"^\W*(?:type|类型|数据类型)\W*$", re.IGNORECASE)
_IS_REQUIRED = re.compile(r"required|mandatory|必[选填需]|是否必", re.IGNORECASE)
_RATIO = re.compile(r"\W{0,3}(\d{1,2}:\d{1,2})(?!\d)")
_SIZE = re.compile(r"\d{3,5}\s{0,3}[*xX_]\s{0,3}\d{3,5}|(?<!\d)\d{6,8}(?!\d)")
_CALLOUT = re.compile(
    r"(?:说明|重要|注意|警告|属性|note|important|warning|tip|attributes|properties)\W{0,3}$", re.IGNORECASE
)
_IMAGES = re.compile(
    r"input images?|image (?:constraints|requirements|limits)|reference images?\W*$|图像限制|输入图[像片]|图片要求",
    re.IGNORECASE,
)
_APPLIES = re.compile(r"(?:以下|下[列表]|following|below).{0,30}(?:适用于|apply to|applies to|are for)", re.IGNORECASE)
_BEHIND = re.compile(r"\s{0,3}(?:\([^()]{0,40}\)|(?:required|optional|必[选填需]|可选|选填)\b)?\W{0,5}", re.IGNORECASE)
"""Of a definition what stands between its type and its text."""
_ASKED = re.compile(r"[\"']?\bmodel[\"']?\s{0,3}[:=]\s{0,3}[\"']([\w./-]{2,60})[\"']")
_COMMENT = re.compile(r"(?m)(?:^|\s)(?:#|//)\s{0,4}((?!.{0,200}(?:[={]|\w\()).{8,200})$")
_ASKS = re.compile(r"\?|\bQ\s?:|问\s?:")
_PREFIX = re.compile(r"(?:input|parameters|output|usage|body)\.(?=[A-Za-z_]+$)")
_FILMS = re.compile(r"video|speech|audio|视频|语音", re.IGNORECASE)
_STILLS = re.compile(r"image|picture|图", re.IGNORECASE)
_PLACES = frozenset({"北京", "东京", "香港", "新加坡"})
_LIMIT = re.compile(r"RPS|QPS|RPM|每秒|每分钟|并发|concurren", re.IGNORECASE)
"""The header of a column of limits."""
_VALUE = re.compile(r"\d{1,9}\s?(?:次|个|/|$)|.{0,4}无限制")
_ADVISED = re.compile(r"推荐|建议|替代|recommend|instead", re.IGNORECASE)
_INTRO = 40
"""Blocks in which a page may say whom it is about."""
_LONG = 120
"""Characters of a heading that tell what it is about."""
_OTHER = "another"
"""Stands for a model of another product in a flattened table."""
_SELDOM = 25
"""A page that names the models of the specs in fewer of its texts than one in so many is about others."""
_SHORT = 60
"""Characters of a paragraph that may be the cell of a flattened table, or name nothing but regions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence, cell or field, and whose it is."""

    text: Passage
    role: Role = "said"
    models: tuple[str, ...] = ()
    parameter: str = ""
    part: Part = ""
    modes: frozenset[str] = frozenset()
    regions: tuple[str, ...] = ()
    title: str = ""
    """Of a cell: the header of its column, and the heading of the table."""
    row: Row = ()
    loose: bool = False
    """Nothing but what was spoken of before tells whose it is."""
    ours: bool = True
    """Of a page that is about the models of the specs."""
    own: str = ""
    """Of a cell: the first model of its row."""
    table: int = 0
    """The table in which it stands, whose models are not told by anything but its rows."""


def statements(document: Document, context: Context, *, ours: bool = True) -> tuple[list[Statement], bool]:
    """Every statement, in the order of the document; and whether the page is about the models of the specs at all."""
    reader = _Reader(document, context)
    reader.ours = reader.ours and ours
    return list(reader.read()), reader.ours


class _Reader:
    def __init__(self, document: Document, context: Context) -> None:
        self.document = document
        self.context = context
        self.names = context.names
        self.headings: list[tuple[int, tuple[str, ...]]] = []
        self.listed: tuple[str, ...] = ()
        """The models of the field `model` of this section."""
        self.sub: tuple[str, ...] = ()
        """Those of the row or list under way."""
        self.topic: tuple[str, ...] = ()
        self.page, self.ours = self._page()
        self.parameter = ""
        self.part: Part = ""
        self.regions: tuple[str, ...] = ()
        self.title = ""
        self.tables = 0
        self.number = 0
        """Of the block under way."""
        self.heads: list[str] = []
        """The headers of a flattened table of limits: short paragraphs before its first row."""
        self.closed = False
        self.titles: list[str] = []
        """The headers of the cells that follow."""

    def _page(self) -> tuple[tuple[str, ...], bool]:
        """The models that the page is about: those of its title and requests; whether those are ours for the"
        " most part."""
        found: Counter[str] = Counter()
        foreign = 0
        for block in self.document.blocks:
            if block.kind == "code":
                for name in _ASKED.findall(block.text.text):
                    known = self.names.ids.get(name.lower())
                    found.update([known] if known else [])
                    foreign += known is None and not self.names.mentions(name)
        titled = self._named(self.document.title)
        self.titled = bool(titled)
        blocks = [block for block in self.document.blocks if block.kind != "code"]
        named = sum(bool(self.names.mentions(cell.text)) for block in blocks for cell in _texts(block))
        foreign += sum(self.names.others_only(cell.text) for block in blocks for cell in _texts(block))
        mostly = not named or named * _SELDOM > sum(1 for block in blocks for _ in _texts(block))
        ours = bool(titled) or sum(found.values()) > foreign or (foreign <= named and mostly)
        heads = [block.text.text for block in self.document.blocks if block.kind == "heading"]
        films = sum(bool(_FILMS.search(text)) - bool(_STILLS.search(text)) for text in heads)
        ours = (
            ours and films <= 0 and not (_FILMS.search(self.document.title) and not _STILLS.search(self.document.title))
        )
        titled = self._intro(titled) if ours else titled
        return tuple(dict.fromkeys((*titled, *(found if ours else ())))), ours

    def _intro(self, titled: tuple[str, ...]) -> tuple[str, ...]:
        """The models of the title; where it names none by its id, those of what stands before any field or code."""
        if any(each.exact for each in self.names.mentions(self.document.title)):
            return titled
        found: dict[str, None] = {}
        for block in self.document.blocks[:_INTRO]:
            cells = [cell for row in block.rows for cell in row] or [block.text]
            if block.kind == "code" or DEFINED.match(cells[0].text):
                break
            for cell in cells if block.kind != "heading" or block.level > 1 else ():
                named = [
                    each for each in self.names.mentions(cell.text) if each.exact and not _ADVISED.search(cell.text)
                ]
                if any(not each.models for each in named):
                    return titled
                found |= dict.fromkeys(model for each in named if not each.aside for model in each.models)
        return tuple(found) if len(self._families(tuple(found))) == 1 else titled

    def _asked(self, code: str) -> Iterator[str]:
        yield from (self.names.ids[name.lower()] for name in _ASKED.findall(code) if name.lower() in self.names.ids)

    def _asked_below(self, number: int) -> tuple[str, ...]:
        """The models that the requests of a section ask for, if they are of one family."""
        found: list[str] = []
        level = self.document.blocks[number].level
        for block in self.document.blocks[number + 1 :]:
            if block.kind == "heading" and block.level <= level:
                break
            found += self._asked(block.text.text) if block.kind == "code" else ()
        models = tuple(dict.fromkeys(found))
        return models if len(self._families(models)) == 1 else ()

    def read(self) -> Iterator[Statement]:
        for number, block in enumerate(self.document.blocks):
            self.number = number
            match block.kind:
                case "heading":
                    several = len(self._families(self.page)) > 1
                    yield from self._heading(block, self._asked_below(number) if several and block.level > 1 else ())
                case "prose":
                    yield from self._prose(block.text)
                case "table":
                    yield from self._table(block)
                case "code":
                    asked = tuple(dict.fromkeys(self._asked(block.text.text)))
                    if asked:
                        self._speak_of(asked)
                    yield self._made(block.text, role="code", models=asked or self.subject)
                    for found in _COMMENT.finditer(block.text.text):
                        comment = plain(block.text.part(found.start(1), found.end(1)))
                        yield from self._sentences(comment, self._made(comment, parameter=""))

    @property
    def subject(self) -> tuple[str, ...]:
        return self._told or ((self.topic or self.page) if self.ours else ())

    def _speak_of(self, models: tuple[str, ...], *, asked: bool = False) -> None:
        """What follows is about these; a page about one family goes on about all of it, but for an answer."""
        if asked or len(self._families(self.page)) != 1 or not set(models) <= set(self.page):
            self.topic = models or self.topic
        else:
            self.topic = ()

    @property
    def _told(self) -> tuple[str, ...]:
        """The models that a row, a field `model` or a heading names."""
        titled = next((models for _, models in reversed(self.headings) if models), ())
        return self.sub or self.listed or titled

    def _made(self, text: Passage, role: Role = "said", **more: Any) -> Statement:
        here: dict[str, Any] = {
            "models": self.subject, "parameter": self.parameter, "part": self.part, "regions": self.regions,
            "title": self.title, "ours": self.ours, "own": next(iter(self.sub), ""),
            "loose": not (self._told or self.titled),
        }  # fmt: skip
        return Statement(text=text, role=role, **(here | more))

    def _named(self, text: str) -> tuple[str, ...]:
        """The models that a title names."""
        mentions = [each for each in self.names.mentions(text) if not each.aside]
        exact = [each for each in mentions if each.exact] or mentions
        return tuple(dict.fromkeys(model for each in exact for model in each.models))

    def _row_of(self, text: str) -> tuple[str, ...]:
        """The models that a cell names, unknown ones too."""
        unknown = tuple(each.name for each in self.names.mentions(text) if not each.models and not each.aside)
        return self._named(text) or unknown

    def _heading(self, block: Block, asked: tuple[str, ...]) -> Iterator[Statement]:
        text = block.text.text
        models = self._named(text)
        models = tuple(model for model in models if model in self.page) or models  # "Wan 2.6" is not all of Wan
        if not models and not any(named for level, named in self.headings if level < block.level):
            models = asked
        self.headings = [(above, named) for above, named in self.headings if above < block.level]
        self.headings.append((block.level, models))
        region = self._regions(text)
        if models:
            self.listed = ()
        if block.level <= 2 or models:
            self.topic = models
        if not (region and len(text) < _SHORT):
            self.title = text[:_LONG]
        self.regions = region or (() if block.level <= 3 and not region else self.regions)
        self.sub, self.parameter = (), ""
        self.heads, self.closed, self.titles = [], False, []
        told: Part = "response" if _RESPONSE.search(text) else "request" if _REQUEST.search(text) else self.part
        self.part = "" if _BESIDE.search(text) else told
        yield self._made(block.text, role="heading", models=models)

    def _regions(self, text: str) -> tuple[str, ...]:
        low = text.lower()
        if ("部署" in low or len(low) < _SHORT) and self.context.region_names.search(low):
            named = (
                at for name, at in self.context.regions.items() if (len(name) > 3 or name in _PLACES) and name in low
            )
            return tuple(dict.fromkeys(named))
        return ()

    def _prose(self, text: Passage) -> Iterator[Statement]:
        said = text.text
        field = DEFINED.match(said)
        if field and not re.search(r"[a-z]{2,} [a-z]{2,}", field["rest"].partition("(")[0]):
            yield from self._field(text, field)
            return
        if self.titles and _VALUE.match(said):
            place = text.place()
            told = joined((passage(f"{self.titles.pop(0)}: ", place.line, place.column), text), "")
            yield self._made(told)
            return
        if not self.closed and len(said) < _SHORT and _LIMIT.search(said):
            self.heads.append(said)
        if self.names.others_only(said):
            self.sub = (_OTHER,) if len(said) < _SHORT else self.sub
            return
        if _CALLOUT.match(said):
            self.sub = () if not self.parameter else self.sub
            return
        regions = self._regions(said)
        if regions and ("部署" in said or (len(said) < _SHORT and not self.parameter)):
            self.regions = regions
        mentions = [each for each in self.names.mentions(said) if not each.aside]
        if self.parameter == "model" and mentions:
            exact = tuple(dict.fromkeys(m for each in mentions if each.exact for m in each.models))
            example = re.search(r"示例|例如|such as|e\.g\.|example", said, re.IGNORECASE)
            self.listed = tuple(dict.fromkeys((*exact, *(self.subject if example else ())))) or self.listed
            yield self._made(text, role="models", models=self.listed)
        elif mentions and self._names_only(said, mentions):
            # the row of an unknown model is about none that we know
            self.sub = tuple(dict.fromkeys(model for each in mentions for model in each.models or (each.name,)))
            self.titles = self._limits_behind()
            yield self._made(text, role="models" if not self.parameter else "said")
            return
        if mentions and _APPLIES.search(said):
            self.sub = tuple(dict.fromkeys(model for each in mentions for model in each.models))
        early = [each for each in mentions if each.start < 70 or re.match(r"\W{0,40}Q\s*:", said)]
        if early:
            models = tuple(dict.fromkeys(model for each in early for model in each.models))
            self._speak_of(models, asked=_ASKS.search(said) is not None)
        if _IMAGES.search(said) and not self.parameter:
            yield from self._sentences(text, self._made(text, parameter="images"))
            return
        if _RATIO.match(said) and _SIZE.search(said) and len(said) < _SHORT:
            yield self._made(text, role="pair")
            return
        yield from self._sentences(text, self._made(text))

    def _limits_behind(self) -> list[str]:
        """The headers of the cells behind the name of a row, where they are limits and none is shared with a row
        above."""
        cells = 0
        for block in self.document.blocks[self.number + 1 : self.number + 6]:
            if block.kind != "prose" or not _VALUE.match(block.text.text):
                break
            cells += 1
        self.closed = self.closed or cells > 0
        return list(self.heads) if cells == len(self.heads) else []

    def _names_only(self, said: str, mentions: Sequence[Mention]) -> bool:
        rest = self.names.pattern.sub(" ", said)
        rest = re.sub(
            r"\([^()]{0,40}\)|[模型]|models?\b|for\b|推荐|稳定版|[\s/,.&:和或与`*-]", "", rest, flags=re.IGNORECASE
        )
        return len(rest) <= 2 and bool(mentions)

    def _field(self, text: Passage, field: re.Match[str]) -> Iterator[Statement]:
        name = _PREFIX.sub("", field["name"])
        low = name.lower()
        self.sub = ()
        if low in RESPONSE and not (low in ("code", "message", "results") and self.part == "request"):
            self.part = "response"
        elif low in ("model", "input", "parameters", "messages") or low in ("authorization", "content-type"):
            self.part = "request"
        known = low in CARRIERS or name in self.context.kinds or name not in self.context.fields
        if low == "model" and self.part == "request":
            self.listed = ()
        if self.part == "response":
            self.parameter = ""
        elif known:
            self.parameter = name
        rest = _BEHIND.match(text.text, field.end("type"))
        end = rest.end() if rest else len(text.text)
        kind = self._made(text.part(field.start("type"), end), role="type")
        yield self._made(text.part(0, field.end("name")), role="field", parameter=name, row=(text,))
        if name == self.parameter:
            yield kind
        if end < len(text.text):
            yield from self._prose(text.part(end, len(text.text)))

    def _sentences(self, text: Passage, like: Statement) -> Iterator[Statement]:
        mentions = self.names.mentions(text.text)
        subject = like.models
        bounds = sentences(text.text)
        if bounds == ((0, len(text.text)),) and text is like.text:
            yield like
            return
        for start, end in bounds:
            part = text.part(start, end)
            yield replace(like, text=part, models=subject)
            named = [each for each in mentions if start <= each.start < end and not each.aside]
            if named:
                subject = tuple(dict.fromkeys(model for each in named for model in each.models)) or subject

    # --- tables
    def _table(self, block: Block) -> Iterator[Statement]:
        header, rows = block.rows[0], tuple(row for row in block.rows[1:] if row)
        if not rows:
            yield from (one for cell in header for one in self._prose(cell))
        elif self._of_parameters(header, rows):
            yield from self._parameters(header, rows)
        elif sum(_pair(row) is not None for row in rows) * 2 > len(rows):
            yield from self._pairs(rows)
        else:
            yield from self._others(header, rows)

    def _of_parameters(self, header: Row, rows: tuple[Row, ...]) -> bool:
        names = [_PREFIX.sub("", found[1]) for row in rows if len(row) > 1 and (found := _NAME.match(row[0].text))]
        known = sum(name in self.context.fields for name in names)
        return bool(names) and (known * 2 >= len(names) or (bool(_HEADER.search(header[0].text)) and known > 0))

    def _ambiguous(self) -> int:
        """A number for the table where nothing but its rows tells whose it is."""
        if self._told or (self.page and len(self._families(self.page)) == 1):
            return 0
        self.tables += 1
        return self.tables

    def _families(self, models: tuple[str, ...]) -> set[str]:
        return {
            family.id for family in self.context.spec.families if any(model.id in models for model in family.models)
        }

    def _parameters(self, header: Row, rows: tuple[Row, ...]) -> Iterator[Statement]:
        table = self._ambiguous()
        titles = " ".join(cell.text for cell in header)
        named = [_PREFIX.sub("", found[1]) for row in rows if (found := _NAME.match(row[0].text))]
        ours = sum(name in self.context.kinds for name in named)
        answer = self.part == "response" and ours * 2 < len(rows)
        part: Part = "response" if answer or _RESPONSE.search(titles) else "request"
        for row in rows:
            found = _NAME.match(row[0].text)
            if found is None:
                continue
            like = self._made(row[0], parameter=_PREFIX.sub("", found[1]), part=part, table=table)
            yield replace(like, role="field", text=row[0].part(found.start(1), found.end(1)), row=row)
            if part == "response":
                continue
            for title, cell in zip(header[1:], row[1:], strict=False):
                modes = modes_in(title.text)
                if _IS_DEFAULT.search(title.text):
                    yield replace(like, text=cell, role="default")
                elif _IS_TYPE.search(title.text):
                    yield replace(like, text=cell, role="type")
                elif modes and len(cell.text) < 6 and not re.search(r"\d", cell.text):
                    yield replace(like, text=cell, role="mode", modes=modes)
                elif _IS_REQUIRED.search(title.text):
                    yield replace(like, text=cell, role="required")
                else:
                    yield from self._sentences(cell, replace(like, text=cell, modes=modes))
        yield self._made(header[0], role="heading", table=table, row=header)

    def _pairs(self, rows: tuple[Row, ...]) -> Iterator[Statement]:
        table = self._ambiguous()
        for row in rows:
            pair = _pair(row)
            if pair:
                yield self._made(joined(pair, " "), role="pair", table=table)

    def _others(self, header: Row, rows: tuple[Row, ...]) -> Iterator[Statement]:
        """A row is about the models of its first cell that names some; cells are read with their header. Where headers
        name models, each column is about its own, and cells are read with the first of their row."""
        owners = [self._row_of(title.text) for title in header]
        if sum(bool(named) for named in owners) > 1:
            for row in rows:
                for named, cell in zip(owners, row, strict=False):
                    if named and cell.text:
                        place = cell.place()
                        told = joined((passage(f"{row[0].text[:80]}: ", place.line, place.column), cell), "")
                        heading = f"{self.title} {row[0].text}"
                        yield from self._sentences(told, self._made(told, models=named, title=heading, own=named[0]))
            return
        for row in rows:
            if any(self.names.others_only(cell.text) for cell in row):
                continue
            named = next((found for cell in row if (found := self._row_of(cell.text))), ())
            regions = next((found for cell in row if (found := self._regions(cell.text))), self.regions)
            names = next((cell for cell in row if self.names.mentions(cell.text)), None)
            if names is not None:
                yield self._made(names, role="models", models=named or (), row=row)
            for title, cell in zip((*header, *[header[-1]] * len(row)), row, strict=False):
                if cell.text and cell is not names:
                    place = cell.place()
                    told = joined((passage(f"{title.text[:80]}: ", place.line, place.column), cell), "")
                    like = self._made(
                        told,
                        models=named or self.subject,
                        regions=regions,
                        title=f"{self.title} {title.text}",
                        own=next(iter(named), ""),
                    )
                    yield from self._sentences(told, like)


def _texts(block: Block) -> Iterator[Passage]:
    yield from (row[0] for row in block.rows) if block.rows else (block.text,)


def _pair(row: Row) -> tuple[Passage, Passage] | None:
    """The ratio and the size of a row, in whichever cells they stand."""
    label = next((cell for cell in row if _RATIO.match(cell.text)), None)
    size = next((cell for cell in row if cell is not label and _SIZE.match(cell.text)), None)
    return (label, size) if label and size else None
