"""Reviewed editions: `specs/reviewed/<source>.json` holds what was read of each page of a source, and no text of it.

Of each statement it has two hashes, of all its words and of those around the words that matter; these words in the one
writing that the lexicon gives them; and whose it is. So a statement that changed can be told from one that only moved,
what changed in it is known, and a document is known by what it says.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2s
from pathlib import Path
from typing import TYPE_CHECKING, cast

from generator.drift.lexicon import Lexicon, Token
from generator.drift.structure import Statement

if TYPE_CHECKING:
    from generator.drift.drift import Read

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*|[a-z_][\w]*|[\u3400-\u9fff]|(?<=\d)[*:%/~-]|[*:%/~$¥<>=-](?=\d)|[✓✗✅❌√]",
    re.ASCII | re.IGNORECASE,
)
_CHROME = re.compile(
    r"\W{0,6}(?:更新时间|最后更新|发布时间|last (?:updated|modified)|updated|content validity|as of|published"
    r"|上一篇|下一篇"
    r"|联系我们|本页导读|contact us|on this page"
    r"|示例(?:值|提示词)?\s?:|例如\s?:|example(?: value)?\s?:|(?:sample |example )?prompt\s?:|提示词\s?:)",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"(?:[\"']([A-Za-z][\w-]{0,60})[\"']?\s{0,3}:|(?<![\w.])([A-Za-z]\w{0,60})\s?=)\s{0,3}([\"']?[\w.*-]{1,24}[\"']?(?=\s{0,3}[,;)}\]\n'\"]|\s*$)|(?=[\[{\"']))"
)
_LITERAL = re.compile(r"(?:[\"'\d]|True\b|False\b)[\w.*-]{0,24}[\"']?\s{0,3}[,)]")
_API = re.compile(r"https?://[\w.{}-]{4,80}/(?:api|compatible-mode)/v\d[\w/{}-]{0,120}")
_HIDDEN = re.compile(
    r"prompt|text|(?<!max_)image|url|key|token|id$|_time|seed|date|color|hex|ratio|role|request|file|path|name|message|content$|class|print|bbox"
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
def hashed(text: str) -> str:
    """The hash of all words of a text."""
    return _hash(" ".join(_tokens(text)))


@lru_cache(maxsize=4096)
def _hash(text: str) -> str:
    return blake2s(text.encode(), digest_size=5).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What is kept of a statement: of its words, of those around what matters, what matters, and whose it is."""

    line: int
    whole: str
    frame: str
    slots: tuple[str, ...] = ()
    role: str = ""
    parameter: str = ""
    models: tuple[str, ...] = ()

    @property
    def whose(self) -> str:
        """Role, parameter and models as they are stored."""
        return " ".join((self.role, self.parameter or "-", *self.models))


def traces(statements: Sequence[Statement], lexicon: Lexicon, *, ours: bool) -> Iterator[tuple[int, Trace]]:
    """What is kept of the statements, each with its number; of code its names and plain values."""
    for number, statement in enumerate(statements):
        if not (ours or statement.models):
            continue
        if statement.role == "code":
            yield from ((number, trace) for trace in _of_code(statement))
            continue
        text, frame = statement.text.text, ""
        slots = lexicon.slots(text)
        if statement.role == "heading":  # of which only whom it names is a statement
            slots = tuple(each for each in slots if each.sign in "MG")
            text = " ".join(each.said for each in slots)
        else:
            frame = frame_of(text, slots)
        if _is_statement(statement, slots):
            yield number, Trace(
                line=statement.text.place().line, frame=frame,
                whole=hashed(f"{statement.own} {statement.parameter} {text}"),
                slots=tuple(each.said.replace(" ", "") for each in slots), role=statement.role,
                parameter=statement.parameter, models=tuple(sorted(set(statement.models) - {""}))
            )  # fmt: skip


def _is_statement(statement: Statement, slots: tuple[Token, ...]) -> bool:
    """Whether it holds a figure, a name of the API, or a word of ability, duty or time."""
    if statement.role in ("field", "models", "mode", "default", "type", "required", "pair"):
        return bool(statement.text.text.strip())
    limits = any(each.sign in "ct" for each in slots)  # of prompts, and no sample of one
    return bool(slots) and (limits or not _CHROME.match(statement.text.text))


def around(text: str, slots: tuple[Token, ...]) -> list[str]:
    """The words of a text that are none of its slots."""
    edges = [0, *(at for each in slots for at in (each.start, each.end)), len(text)]
    return [word for a, b in zip(edges[::2], edges[1::2], strict=True) for word in _tokens(text[a:b])]


def frame_of(text: str, slots: tuple[Token, ...]) -> str:
    """Two digits of the hash of each word around the slots: enough to see which changed, too little to read them."""
    return "".join(_hash(word)[:2] for word in around(text, slots))


def _of_code(statement: Statement) -> Iterator[Trace]:
    text = statement.text.text
    answer = '"output"' in text or '"request_id"' in text
    role = "answer" if answer else "code"
    seen: set[tuple[str, str]] = set()
    found = [(each.start(), "address", each[0]) for each in _API.finditer(text)]
    for each in _PAIR.finditer(text):
        key = each[1] or each[2]
        hidden = answer or _HIDDEN.search(key.lower()) is not None
        if each[1] or _LITERAL.match(text, each.start(3)):  # no mere variable
            found.append((each.start(), key, "" if hidden else each[3].strip("\"'")))
    for at, key, value in found:
        if key == "address" or (key, value) not in seen:
            seen.add((key, value))
            said = value.lower() if value in ("True", "False") else value
            yield Trace(
                line=statement.text.place(at).line, whole=_hash(f"code {key}={value}"), frame=_hash(f"code {key}"),
                slots=(said,) if said else (), role=role, parameter=key,
                models=tuple(sorted(set(statement.models) - {""}))
            )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A reviewed page; of its title it has the hash."""

    source: str
    name: str
    address: str | None
    reviewed: str
    traces: tuple[Trace, ...]
    title: str = ""


def page_of(read: Read, source: str, reviewed: str, address: str | None) -> Page:
    """The page as it is kept."""
    return Page(
        source=source,
        name=Path(read.document.file).name,
        address=address or read.document.address,
        reviewed=reviewed,
        traces=tuple(trace for _, trace in read.traces),
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
        self, found: Iterable[Trace], name: str, title: str, source: str | None = None, *, only: bool = False
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
            own = only or (bool(title) and page.title == _hash(title)) or page.name == name
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
    def whose(number: object) -> tuple[str, ...]:
        return tuple(cast("list[str]", entry["whose"])[cast("int", number)].split(" "))

    def trace(line: int, whole: str, frame: str, slots: str, number: int) -> Trace:
        role, parameter, *models = whose(number)
        return Trace(line=line, whole=whole, frame=frame, slots=tuple(slots.split()), role=role,
                     parameter=parameter.strip("-"), models=tuple(models))  # fmt: skip

    return Page(
        source=source,
        name=str(entry["name"]),
        address=str(entry["address"]) if entry.get("address") else None,
        reviewed=str(entry["reviewed"]),
        title=str(entry.get("title", "")),
        traces=tuple(trace(*each) for each in cast("list[tuple[int, str, str, str, int]]", entry["statements"])),
    )


def _dump(source: str, pages: Iterable[Page]) -> str:
    """The text of a file: a statement a line, so that a review of it shows what changed."""
    blocks: list[str] = []
    for page in pages:
        head = {"name": page.name, "address": page.address, "reviewed": page.reviewed, "title": page.title}
        lines = [f"   {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}," for key, value in head.items()]
        whose = {owner: number for number, owner in enumerate(dict.fromkeys(each.whose for each in page.traces))}
        rows = [[t.line, t.whole, t.frame, " ".join(t.slots), whose[t.whose]] for t in page.traces]
        for key, listed in (("whose", list(whose)), ("statements", rows)):
            told = ",\n".join(f"    {json.dumps(each, ensure_ascii=False)}" for each in listed)
            lines += [f'   "{key}": [', told, "   ]" + "," * (key == "whose")]
        blocks.append("  {\n" + "\n".join(lines) + "\n  }")
    return "\n".join(["{", f' "source": {json.dumps(source)},', ' "pages": [', ",\n".join(blocks), " ]", "}"]) + "\n"
