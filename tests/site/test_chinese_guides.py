"""The guides and the README in Chinese are those in English: the same code but for prompts, the same parts."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import pytest

from tests.package.facts import ROOT
from tests.site.blocks import CHINESE, Block, blocks, commands

ENGLISH = ROOT / "docs/guides"
README = ROOT / "README.zh.md"
PAGES = [*CHINESE, README]
HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def _english(page: Path) -> Path:
    """The page that it translates."""
    return ROOT / "README.md" if page == README else ENGLISH / page.name


def _prose(page: Path) -> str:
    return re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def _headings(page: Path) -> list[str]:
    return re.findall(r"^#+ .*", _prose(page), re.MULTILINE)


def _same_text(english: str, chinese: str) -> bool:
    """What a person reads may be Chinese; all else is as it was."""
    return english == chinese or HAN.search(chinese) is not None


def _parsed(code: str) -> tuple[str, list[str]]:
    """The code without its texts, and these in their order."""
    tree = ast.parse(code)
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    texts = [str(node.value) for node in found]
    for node in found:
        node.value = ""
    return ast.dump(tree), texts


def _same_code(english: Block, chinese: Block) -> bool:
    if english.language == "python":
        (one, texts), (other, others) = _parsed(english.code), _parsed(chinese.code)
        return one == other and all(map(_same_text, texts, others))
    if english.language == "console":
        typed, others = (
            [word for line in commands(block.code) for word in (*shlex.split(line), "\n")]
            for block in (english, chinese)
        )
        return len(typed) == len(others) and all(map(_same_text, typed, others))
    return english.code == chinese.code


def test_every_guide_is_there_in_chinese() -> None:
    assert [page.name for page in CHINESE] == [page.name for page in sorted(ENGLISH.glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_it_has_the_code_of_the_english_guide(page: Path) -> None:
    english, chinese = blocks(_english(page)), blocks(page)
    assert [block.language for block in chinese] == [block.language for block in english]
    differ = [
        (other.line, other.code) for one, other in zip(english, chinese, strict=True) if not _same_code(one, other)
    ]
    assert differ == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_it_has_the_parts_of_the_english_guide(page: Path) -> None:
    level = re.compile(r"^#+")
    english, chinese = ([level.findall(heading) for heading in _headings(file)] for file in (_english(page), page))
    assert chinese == english
    figures, same = (re.findall(r"<!-- figure: .* -->", _prose(file)) for file in (_english(page), page))
    assert same == figures
    rows, others = (len(re.findall(r"^\|", _prose(file), re.MULTILINE)) for file in (_english(page), page))
    assert others == rows, "tables differ in length"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_links_lead_to_chinese_pages_where_there_are_any(page: Path) -> None:
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)", _prose(page)):
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), target
        beside = file.parent / "zh" / file.name
        assert not beside.exists(), f"{target} stands in Chinese at {beside}"
        if anchor:
            names = [re.sub(r"\s+", "-", heading.lstrip("# ").lower()) for heading in _headings(file)]
            assert anchor in names, f"{target}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_it_is_said_in_chinese(page: Path) -> None:
    for heading in _headings(page):
        assert HAN.search(heading) or re.fullmatch(r"#+ \w+", heading), heading  # a name
    for part in re.split(r"\n\s*\n|^\|.*$", _prose(page), flags=re.MULTILINE):
        said = re.sub(r"`[^`]*`|<!--.*?-->", "", part)
        assert HAN.search(said) or not re.search(r"[a-z]{3,} [a-z]{3,}", said), part


def test_the_readmes_lead_to_each_other() -> None:
    for page, other in ((README, "README.md"), (_english(README), README.name)):
        top = page.read_text("utf-8").split("\n\n")[1]
        assert re.findall(r"\]\(([^)]*)\)", top) == [other]
