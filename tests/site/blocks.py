"""The code blocks of a Markdown page, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.package.facts import ROOT

GUIDES = [*sorted((ROOT / "docs/guides").glob("*.md")), ROOT / "docs/EMULATOR.md"]
CHINESE = sorted((ROOT / "docs/guides/zh").glob("*.md"))
_BLOCK = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block, and what it prints where a block of text follows it."""

    language: str
    code: str
    line: int
    prints: str | None = None


def blocks(page: Path) -> list[Block]:
    """Every block of the page."""
    text = page.read_text("utf-8")
    found = [
        Block(language=match[1], code=match[2], line=text.count("\n", 0, match.start(2)) + 1)
        for match in _BLOCK.finditer(text)
    ]
    shown = {id(one): other.code for one, other in pairwise(found) if other.language == "text"}
    return [Block(language=b.language, code=b.code, line=b.line, prints=shown.get(id(b))) for b in found]


def commands(code: str) -> list[str]:
    """The commands of a block of shell, lines that go on joined; of a console only what is typed."""
    lines = re.sub(r"\\\n\s*", " ", code).splitlines() if "$ " in code and "-d '" not in code else [code]
    return [line.removeprefix("$ ").split("  #")[0].strip() for line in lines if line.strip()]
