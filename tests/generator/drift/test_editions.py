"""New editions of reviewed documents: every fact that changed is news at its line, and what is no change is nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.drift.claims import Finding
from generator.drift.editions import Reviewed, page_of
from generator.drift.judge import Drift, judge
from tests.generator.drift.editions import EDITS, HARMLESS, Edit
from tests.generator.drift.guide_edits import GUIDE_EDITS
from tests.generator.drift.reading import SOURCES, changed_line, document, edition, first, line_of, specs, text_of


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


def test_of_two_equal_sections_the_changed_one_is_told() -> None:
    section = (
        "\n\n## {}\n\nEach wan9.1-image task_id is valid for 24 hours.\n\nSend n=1, always.\n\nOnly JSON is allowed.\n"
    )
    text = text_of("cells.md") + section.format("At once") + section.format("As a task")
    drift = judge(specs(), document("cells.md", text), Reviewed(Path("reviewed")), "site")
    reviewed = Reviewed.of([page_of(drift.read, "site", "2026-11-01", None)])
    place = text.index("Only JSON is allowed.")
    after = text[:place] + "Only XML is allowed." + text[place + len("Only JSON is allowed.") :]
    (one,) = told(judge(specs(), document("cells.md", after), reviewed))
    assert (one[0], one[1]) == ("read", line_of(after, "Only XML"))


def test_a_table_stays_that_of_its_last_owner() -> None:
    """Its rows fit the other model better once they have changed."""
    rows = "| Parameter | Default | Description |\n|---|---|---|\n| `n` | 1 | Images: 1–3. |\n"
    rows += "| `size` | `1664*928` | One. |\n"
    text = f"# Pictures\n\nBoth wan9.1-image and qwen-image-nine are here.\n\n{rows}"
    drift = judge(specs(), document("page.md", text), Reviewed(Path("reviewed")), "site")
    reviewed = Reviewed.of([page_of(drift.read, "site", "2026-11-01", None)])
    after = text.replace("| 1 | Images: 1–3. |", "| 5 | Images: 1–5. |").replace("`1664*928`", "2K")
    changed = judge(specs(), document("page.md", after), reviewed)
    assert {one.models for one in changed.news} == {("qwen-image-nine",)}


def test_a_page_about_films_says_nothing_of_our_models() -> None:
    text = (
        "# Fields by mode\n\n## t2v (text to video)\n\n| Field | Type | Description |\n|---|---|---|\n"
        "| `audio_url` | string | For wan9.1. |\n| `n` | integer | 1 to 9, wan9.1 only. |\n\n"
        "## i2v (image to video)\n\n| Field | Type |\n|---|---|\n| `first_frame` | string |\n\n"
        "## video edit\n\nwan9.1 videos take 9 reference images.\n"
    )
    drift = first("films.md", text, "site")
    assert told(drift) == []
    assert not drift.read.about_us


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
