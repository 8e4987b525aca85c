"""New editions of reviewed documents: every fact that changed is news at its line, and what is no change is nothing."""

from __future__ import annotations

import pytest

from generator.drift.claims import Finding
from generator.drift.judge import Drift
from tests.generator.drift.editions import EDITS, HARMLESS, Edit
from tests.generator.drift.guide_edits import GUIDE_EDITS
from tests.generator.drift.reading import SOURCES, changed_line, edition, first, line_of, text_of


@pytest.mark.parametrize("name", SOURCES)
def test_no_false_news(name: str) -> None:
    drift = first(name, text_of(name))
    assert [(one.place.line, one.about, one.said) for one in drift.news] == []
    assert drift.count("agrees") >= 10
    assert drift.source == SOURCES[name]


@pytest.mark.parametrize("name", SOURCES)
def test_the_same_again_is_nothing(name: str) -> None:
    drift = edition(name, text_of(name))
    assert drift.page is not None
    assert drift.findings == ()


def told(drift: Drift) -> list[tuple[str, int, str, str]]:
    return [(one.kind, one.place.line, one.about, one.said) for one in (*drift.news, *drift.to_read)]


def fits(one: Finding, edit: Edit) -> bool:
    whose = (*one.models, one.about)
    return one.kind == edit.kind and edit.about in one.about and (not edit.model or any(edit.model in w for w in whose))


@pytest.mark.parametrize("edit", [*EDITS, *GUIDE_EDITS], ids=lambda edit: f"{edit.name}-{edit.about}-{edit.new[-20:]}")
def test_a_change_is_news_of_its_line_and_model(edit: Edit) -> None:
    before = text_of(edit.name)
    assert edit.old in before
    after = before.replace(edit.old, edit.new, 1)
    line = line_of(after, edit.at) if edit.at else changed_line(before, edit.old, edit.new)
    drift = edition(edit.name, after)
    assert any(fits(one, edit) for one in drift.news if one.place.line == line), (line, told(drift))


def test_there_are_enough_changes_of_enough_kinds() -> None:
    assert len(EDITS) >= 60
    assert len({edit.about.rpartition(".")[2] for edit in EDITS}) >= 20
    assert {edit.kind for edit in EDITS} == {"differs", "new", "gone"}
    assert {edit.name for edit in (*EDITS, *GUIDE_EDITS)} == set(SOURCES)


@pytest.mark.parametrize(("name", "old", "new"), HARMLESS, ids=lambda text: text[:30])
def test_what_is_no_change_is_nothing(name: str, old: str, new: str) -> None:
    before = text_of(name)
    assert old in before
    drift = edition(name, before.replace(old, new, 1))
    assert drift.page is not None
    assert told(drift) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "at"),
    [
        ("reference.zh.md", "n直接影响费用。", "n直接影响费用，失败的图像也计费。", "失败的图像"),
        ("reference.zh.md", "若不提供，算法将自动使用随机数种子。", "若不提供，算法必须使用固定的种子。", "固定的种子"),
        (
            "cells.md",
            "in one of three sizes, as a task.",
            "in one of three sizes, as a task, only after approval.",
            "approval",
        ),
        ("guide.md", '-intl.example.com/api/v1"', '.example.com/api/v1"', 'dashscope.example.com/api/v1"'),
        ("guide.md", "writes letters well.", "writes letters well. It must not be used for banknotes.", "banknotes"),
    ],
)
def test_what_is_not_understood_is_to_be_read(name: str, old: str, new: str, at: str) -> None:
    before = text_of(name)
    assert old in before
    after = before.replace(old, new, 1)
    drift = edition(name, after)
    assert any(one.kind == "read" and one.place.line == line_of(after, at) for one in drift.findings), told(drift)


def test_what_vanished_is_told_with_its_old_place() -> None:
    before = text_of("cells.md")
    gone = "It does not support `negative_prompt`."
    drift = edition("cells.md", before.replace(gone, "", 1))
    (one,) = drift.to_read
    assert one.kind == "vanished"
    assert one.old is not None
    assert one.old.line == line_of(before, gone)


def test_a_changed_fact_that_the_specs_hold_is_no_news() -> None:
    """The site says 1 where the specs hold 5; the site follows them."""
    before = text_of("page.html")
    drift = edition("page.html", before.replace("<td>integer</td><td>1</td>", "<td>integer</td><td>5</td>", 1))
    assert drift.news == ()
    assert [(one.kind, one.about) for one in drift.findings] == [("agrees", "wan9.1-image generate n.default")]


def test_a_page_is_known_by_what_it_says_and_not_by_its_name() -> None:
    text = text_of("cells.md").replace("# Qwen-Image Nine API reference", "# Letters and posters")
    assert edition("cells.md", text).page is not None
    assert edition("cells.md", text_of("prices.md")).page is None


def test_a_move_is_no_change() -> None:
    before = text_of("reference.zh.md")
    start, end = before.index("**color\\_palette**"), before.index("**negative\\_prompt**")
    moved = before[:start] + before[end:].replace("#### 响应参数", before[start:end] + "#### 响应参数", 1)
    assert told(edition("reference.zh.md", moved)) == []
