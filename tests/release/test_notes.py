"""The changelog of a release: the unreleased section, fragments, and what may not be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.release.notes import level_of, merged, read_changelog, read_fragments, released_changelog
from generator.release.project_files import ReleaseError

OLD = (
    "# Changelog\n\n## Unreleased\n\nA word before.\n\n### Fixed\n\n- One,\n  wrapped.\n- Two.\n\n"
    "## 0.1.0 - 2026-01-01\n\n- First.\n"
)


def test_items_stand_in_the_order_of_keep_a_changelog(tmp_path: Path) -> None:
    path = tmp_path / "CHANGELOG.md"
    path.write_text(OLD)
    changelog = read_changelog(path)
    items = merged(changelog.items, {"Fixed": ["- Three."], "Added": ["- Four."]})
    assert released_changelog(changelog, "0.1.1", "2026-02-02", items) == (
        "# Changelog\n\n## Unreleased\n\n## 0.1.1 - 2026-02-02\n\nA word before.\n\n### Added\n\n- Four.\n\n"
        "### Fixed\n\n- One,\n  wrapped.\n- Two.\n- Three.\n\n## 0.1.0 - 2026-01-01\n\n- First.\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Changelog\n", "expected a line '## Unreleased', found none"),
        ("## Unreleased\n\n### Improved\n\n- One.\n", "the heading 'Improved' must be one of Added, Changed"),
    ],
)
def test_changelogs_that_cannot_be_read(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "CHANGELOG.md").write_text(text)
    with pytest.raises(ReleaseError, match=said):
        read_changelog(tmp_path / "CHANGELOG.md")


def test_fragments(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("How to write one.")
    (tmp_path / "b.fixed.md").write_text("Second.\n")
    (tmp_path / "a.fixed.md").write_text("First,\nwrapped " + "on and on " * 20)
    (tmp_path / "c.changed.breaking.md").write_text("Third.")
    found = read_fragments(tmp_path)
    assert list(found) == ["Fixed", "Changed"]
    assert found["Fixed"][0].startswith("- First, wrapped on")
    assert max(map(len, found["Fixed"][0].split("\n"))) <= 118
    assert (found["Fixed"][1], found["Changed"]) == ("- Second.", ["- **Breaking:** Third."])


@pytest.mark.parametrize("name", ["a.md", "a.better.md", "a.fixed.loudly.md", "a.fixed.breaking.x.md"])
def test_a_fragment_says_its_section(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("Something.")
    with pytest.raises(
        ReleaseError, match=r"expected <slug>.<section>\[.breaking\].md with a section of added, changed"
    ):
        read_fragments(tmp_path)


def test_an_empty_fragment(tmp_path: Path) -> None:
    (tmp_path / "a.fixed.md").write_text("\n")
    with pytest.raises(ReleaseError, match=r"a\.fixed\.md: it is empty"):
        read_fragments(tmp_path)


@pytest.mark.parametrize(
    ("items", "level"),
    [
        ({}, None),
        ({"Fixed": ["- a"], "Security": ["- b"]}, "fix"),
        ({"Fixed": ["- a"], "Added": ["- b"]}, "feature"),
        ({"Changed": ["- b"]}, "feature"),
        ({"Removed": ["- b"]}, "breaking"),
        ({"Fixed": ["- **Breaking:** b"]}, "breaking"),
    ],
)
def test_how_grave_hand_written_items_are(items: dict[str, list[str]], level: str | None) -> None:
    assert level_of(items) == level
