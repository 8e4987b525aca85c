"""Reviewed editions: `specs/reviewed/<source>.json` holds what was read of each page of a source, and no text of it.

Of a claim it has the line, whose it is and its value; of every statement two hashes, of all its words and of those that
matter: numbers, names and words of ability, duty and time. So a statement that changed can be told from one that only
moved, and a document is known by what it says.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2s
from pathlib import Path
from typing import cast

from generator.drift.claims import Claim
from generator.drift.drift import Read
from generator.drift.structure import Statement
from generator.drift.values import Value

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*|[a-z_][\w]*|[\u3400-\u9fff]|(?<=\d)[*:%/~-]|[*:%/~$¥<>=-](?=\d)", re.ASCII | re.IGNORECASE
)
_NAME = re.compile(r"[a-z0-9]{0,40}_\w|[a-z]{1,40}\d|\d|[*:%/~$¥<>=-]")
_ABLE_WORD = re.compile(
    r"support|only|must|need|requir|optional|default|retir|deprecat|discontinu|replac|valid|expire|limit|max|min|most|least"
    r"|exceed|allow|cannot|can't|n't|not$|no$|never|always|fixed|ignore|free$|bill|charge|price|cost|hour|minute|second|day"
    r"|truncat|char|token|pixel|px$|[kmg]b$|png$|jpe?g$|webp$|bmp$|gif$|tiff?$|hei[cf]$",
    re.IGNORECASE,
)
_ABLE = frozenset(
    "支持仅只必须选填需默认下线停替换代有效过期限制最大小多少高低不禁止忽略免费计收价格时分钟秒天截断上固定可以字符像素张元"
)
_ABILITY = re.compile(
    rf"\b(?:{_ABLE_WORD.pattern.replace('$', chr(92) + 'b')})|支持|仅|必[须选填]|可选|默认|下线|停止|替换|有效|过期"
    r"|限制|最[大小多少高低]|不[能可支得]|禁止|忽略|免费|计费|价格|小时|分钟|截断|上限|下限|固定|可以",
    re.IGNORECASE | re.ASCII,
)
_CHROME = re.compile(
    r"\W{0,6}(?:更新时间|最后更新|发布时间|last (?:updated|modified)|updated|content validity|as of|published"
    r"|上一篇|下一篇"
    r"|联系我们|本页导读|contact us|on this page"
    r"|示例(?:值|提示词)?\s?:|例如\s?:|example(?: value)?\s?:|(?:sample |example )?prompt\s?:|提示词\s?:)",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"[\"']?([A-Za-z][\w-]{1,60})[\"']?\s{0,3}[:=]\s{0,3}([\"']?[\w.*-]{1,24}[\"']?(?=\s{0,3}[,;)}\]\n'\"]|\s*$)|(?=[\[{\"']))"
)
_API = re.compile(r"https?://[\w.{}-]{4,80}/(?:api|compatible-mode)/v\d[\w/{}-]{0,120}")
_HIDDEN = re.compile(
    r"prompt|text|image|url|key|token|id$|_time|seed|date|color|hex|ratio|role|request|file|path|name|message|content$|class|print|bbox"
)
_ALIKE = 0.3
"""The share of its statements that a page has from a reviewed one of the same title, to be an edition of it."""
_FEW = 30
"""Statements below which another title is another page."""
_THE_SAME = 0.65
"""The share under another title: the pages of a site have up to 0.55 in common, editions of one page 0.76 and more."""


def _tokens(text: str) -> list[str]:
    return [_number(token) if token[0].isdigit() else token for token in _TOKEN.findall(text.casefold())]


def _number(token: str) -> str:
    """0.20 is 0.2, and 3,000 is 3000."""
    token = token.replace(",", "")
    return token.rstrip("0").rstrip(".") if token.count(".") == 1 else token


@lru_cache(maxsize=4096)
def _hash(text: str) -> str:
    return blake2s(text.encode(), digest_size=5).hexdigest()


def whole(text: str) -> str:
    """The hash of all its words."""
    return _hash(" ".join(_tokens(text)))


def core(text: str) -> str:
    """The hash of those that matter, in their order."""
    return _hash(
        " ".join(token for token in _tokens(text) if _NAME.match(token) or token in _ABLE or _ABLE_WORD.match(token))
    )


_FIGURE = re.compile(r"\d{2,5} ?[*x_] ?\d{2,5}|\d{1,2}:\d{1,2}(?![:\d])|\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?")


def figures(text: str) -> tuple[str, ...]:
    """The numbers, sizes and ratios of a text, in its order."""
    return tuple(re.sub(r"[x_]", "*", found.replace(" ", "").replace(",", "")) for found in _FIGURE.findall(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What is kept of a statement."""

    line: int
    whole: str
    core: str
    frame: str = ""
    """The hash of its words without its numbers."""
    figures: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def _trace_of(text: str, own: str) -> Trace:
    frame = whole(_FIGURE.sub(" ", text))
    said = f"{own} {text}"
    return Trace(line=0, whole=whole(said), core=core(said), frame=frame, figures=figures(text))


_MODES = re.compile(r" \[[a-z_ ]+\]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of a claim: its line, whom and what it is about, and what it says."""

    line: int
    models: tuple[str, ...]
    field: str
    says: str

    @property
    def topic(self) -> tuple[tuple[str, ...], str]:
        """Whom and what it is about."""
        return (self.models, self.field)

    @property
    def values(self) -> tuple[Value, ...]:
        """Its possible readings."""
        stored = json.loads(f"[{_MODES.sub('', self.says.partition(' ')[2]).replace(' | ', ', ')}]")
        return cast("tuple[Value, ...]", tuple(_frozen(each) for each in stored))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A reviewed page."""

    source: str
    name: str
    address: str | None
    reviewed: str
    traces: tuple[Trace, ...]
    claims: tuple[Kept, ...]
    title: str = ""
    """The hash of its title."""


def _frozen(value: object) -> object:
    return tuple(cast("list[object]", value)) if isinstance(value, list) else value


def kept(claim: Claim) -> Kept:
    """What is kept of a claim."""
    modes = f" [{' '.join(sorted(claim.modes))}]" if claim.modes else ""
    says = " | ".join(sorted({json.dumps(value, ensure_ascii=False) for value in claim.values}))
    return Kept(line=claim.place.line, models=tuple(sorted(set(claim.models) - {""})), field=claim.fields[0],
                says=f"{claim.match} {says}{modes}")  # fmt: skip


def is_statement(statement: Statement) -> bool:
    """Whether it holds a number, a name of the API, or a word of ability, duty or time."""
    if statement.role in ("heading", "code", "uses"):
        return False
    text = statement.text.text
    if statement.role in ("field", "models", "use", "mode", "default", "type", "pair"):
        return bool(text.strip())
    if _CHROME.match(text):
        return False
    return bool(
        re.search(r"\d|[a-z]_[a-z]", text)
        or _ABILITY.search(text)
        or re.search(r"(?<![A-Za-z])[a-z]+(?:-[a-z0-9.]+){1,4}", text)
    )


def traces(read: Read) -> list[tuple[int, Trace]]:
    """What is kept of the statements, each with its number; of code its names and plain values."""
    made: list[tuple[int, Trace]] = []
    for number, statement in enumerate(read.statements):
        if not (read.ours or statement.models):
            continue
        if statement.role == "code":
            made += [(number, trace) for trace in _of_code(statement)]
        elif is_statement(statement):
            made.append(
                (number, replace(_trace_of(statement.text.text, statement.own), line=statement.text.place().line))
            )
    return made


def _of_code(statement: Statement) -> Iterator[Trace]:
    text = statement.text.text
    answer = '"output"' in text or '"request_id"' in text
    seen: set[str] = set()
    for found in _API.finditer(text):
        line = statement.text.place(found.start()).line
        hashed = _hash(f"code {found[0]}")
        yield Trace(line=line, whole=hashed, core=hashed, frame=_hash("code address"))
    for found in _PAIR.finditer(text):
        plain = "" if answer or _HIDDEN.search(found[1].lower()) else found[2].strip("\"'")
        said = f"{found[1]}={plain}"
        if said not in seen:
            seen.add(said)
            hashed = _hash(f"code {said}")
            line = statement.text.place(found.start()).line
            yield Trace(line=line, whole=hashed, core=hashed, frame=_hash(f"code {found[1]}"))


def page_of(read: Read, source: str, reviewed: str, address: str | None) -> Page:
    """The page as it is kept."""
    claims = dict.fromkeys(kept(claim) for _, claim in read.claims)
    return Page(
        source=source,
        name=Path(read.document.file).name,
        address=address or read.document.address,
        reviewed=reviewed,
        traces=tuple(trace for _, trace in traces(read)),
        claims=tuple(claims),
        title=_hash(read.document.title) if read.document.title else "",
    )


@dataclass(slots=True)
class Reviewed:
    """All reviewed pages."""

    folder: Path
    pages: list[Page] = field(default_factory=list[Page])
    _where: dict[str, list[int]] = field(default_factory=dict[str, list[int]])

    @classmethod
    def load(cls, folder: Path) -> Reviewed:
        """Those of a folder; none where there is none."""
        stored = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
        return cls.of([_page(str(file["source"]), entry) for file in stored for entry in file["pages"]], folder)

    @classmethod
    def of(cls, pages: list[Page], folder: Path = Path("reviewed")) -> Reviewed:
        """These pages."""
        made = cls(folder, pages)
        for number, page in enumerate(pages):
            for each in {trace.whole for trace in page.traces}:
                made._where.setdefault(each, []).append(number)
        return made

    def edition_of(
        self, found: Iterable[Trace], title: str, source: str | None = None, *, only: bool = False
    ) -> Page | None:
        """The page (of the source, which is `only` one page) of which a document that says this is a new edition."""
        hashes = {trace.whole for trace in found}
        counts = Counter(number for each in hashes for number in self._where.get(each, ()))
        best: tuple[float, int] | None = None
        for number, count in counts.items():
            page = self.pages[number]
            if source is not None and page.source != source:
                continue
            share = count / max(1, len(hashes), len({trace.whole for trace in page.traces}))
            own = only or (bool(title) and page.title == _hash(title))
            if not own and title and page.title and len(hashes) < _FEW:
                continue  # the entries of two models may differ in little but their names
            if share >= (_ALIKE if own else _THE_SAME) and (best is None or share > best[0]):
                best = (share, number)
        return self.pages[best[1]] if best is not None else None

    def accept(self, page: Page, instead: Page | None) -> Path:
        """Keep a page, in place of its last edition if there is one; the file that was written."""
        others = [each for each in self.pages if each.source == page.source and each is not instead]
        others = [each for each in others if not (page.title and each.title == page.title and each.name == page.name)]
        self.pages = [*(each for each in self.pages if each.source != page.source), *others, page]
        path = self.folder / f"{page.source}.json"
        self.folder.mkdir(exist_ok=True)
        listed = sorted((*others, page), key=lambda each: (each.name, each.title))
        path.write_text(_dump(page.source, listed), "utf-8")
        return path


def _page(source: str, entry: Mapping[str, object]) -> Page:
    def rows(key: str) -> list[list[object]]:
        return cast("list[list[object]]", entry[key])

    return Page(
        source=source,
        name=str(entry["name"]),
        address=str(entry["address"]) if entry.get("address") else None,
        reviewed=str(entry["reviewed"]),
        title=str(entry.get("title", "")),
        traces=tuple(
            Trace(line=int(str(line)), whole=str(a), core=str(b), frame=str(c), figures=tuple(str(numbers).split()))
            for line, a, b, c, numbers in rows("statements")
        ),
        claims=tuple(
            Kept(line=int(str(line)), models=tuple(str(models).split()), field=str(name), says=str(says))
            for line, models, name, says in rows("claims")
        ),
    )


def _dump(source: str, pages: Iterable[Page]) -> str:
    """The text of a file: a claim or statement a line, so that a review of it shows what changed."""
    out = ["{", f' "source": {json.dumps(source)},', ' "pages": [']
    blocks: list[str] = []
    for page in pages:
        head = {"name": page.name, "address": page.address, "reviewed": page.reviewed, "title": page.title}
        lines = [f"   {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}," for key, value in head.items()]
        claims = [json.dumps([c.line, " ".join(c.models), c.field, c.says], ensure_ascii=False) for c in page.claims]
        kept_ = [json.dumps([t.line, t.whole, t.core, t.frame, " ".join(t.figures)]) for t in page.traces]
        lines += ['   "claims": [', ",\n".join(f"    {each}" for each in claims), "   ],"]
        lines += ['   "statements": [', ",\n".join(f"    {each}" for each in kept_), "   ]"]
        blocks.append("  {\n" + "\n".join(lines) + "\n  }")
    return "\n".join([*out, ",\n".join(blocks), " ]", "}"]) + "\n"
