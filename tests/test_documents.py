"""What the documents of the project name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "README.zh.md", "AGENTS.md", "CONTRIBUTING.md", "SECURITY.md")),
    ROOT / "docs/ARCHITECTURE.md",
    *sorted((ROOT / "docs/decisions").glob("*.md")),
]
PLACES = (ROOT, ROOT / "runtime/brushwork_runtime", ROOT / "generator")
"""Where a path may begin: at the top, in the core, in the generator."""
FOLDERS = ("docs", "generated", "generator", "runtime", "specs", "tests", "changelog.d", ".ci", ".github")


def named(text: str) -> set[str]:
    """The paths between backticks: of a file, or of a folder at the top of the project."""
    code = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    return {
        path
        for path in code
        if (
            re.fullmatch(r"[\w./-]+", path)
            and (path.partition("/")[0] in FOLDERS if "/" in path else path.endswith((".py", ".toml", ".yaml")))
        )
        or re.fullmatch(r"[\w./-]+/[\w-]+\.(?:py|md|yaml|toml|txt|json)", path)
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_path_in_it_is_there(document: Path) -> None:
    paths = named(document.read_text("utf-8"))
    assert [path for path in sorted(paths) if not any((place / path).exists() for place in PLACES)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_link_in_it_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_target_of_make_in_it_is_there(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^\$ )make ([a-z]+)", document.read_text("utf-8"), re.MULTILINE)) <= targets


def test_the_architecture_names_every_layer_and_room() -> None:
    text = (ROOT / "docs/ARCHITECTURE.md").read_text("utf-8")
    assert len(named(text)) > 30
    assert len(text.splitlines()) <= 120, "it is one page"
    layers = re.search(r"^layers = \[(.*?)^\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert layers
    rows = re.findall(r"^\| `([\w.]+)` \|", text.partition("## Beside the core")[0], re.MULTILINE)
    assert [row.removesuffix(".py") for row in rows] == re.findall(r'"(\w+)"', layers[1])
    rooms = {path.parent.name for path in (ROOT / "generator").glob("*/__init__.py")}
    assert [room for room in sorted(rooms) if f"`generator/{room}`" not in text and f"`{room}`" not in text] == []


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs/decisions"
    index = dict(re.findall(r"^- \[(.*)\]\((.*)\)$", (folder / "index.md").read_text("utf-8"), re.MULTILINE))
    pages = {path.name: path.read_text("utf-8") for path in folder.glob("*.md") if path.name != "index.md"}
    assert {name: title for title, name in index.items()} == {
        name: text.partition("\n")[0].removeprefix("# ") for name, text in pages.items()
    }
    assert list(index) == sorted(index)
    parts = ("**Context.**", "**Decision.**", "**What it costs.**", "**How to undo it.**")
    assert [name for name, text in pages.items() if any(part not in text for part in parts)] == []
