"""The command: what it prints where, exit codes, JSON, reviewed editions, folders, and the patch that it proposes."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from generator.cli import main
from generator.pipeline import planned

HERE = Path(__file__).parent
GUIDE = HERE / "documents" / "guide.md"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the specs in it."""
    shutil.copytree(HERE / "specs", tmp_path / "specs")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def drift(*arguments: str) -> int:
    return main(["drift", "--specs", "specs", *arguments])


def accepted(name: str = "guide.md") -> None:
    """The document as it stands becomes the reviewed edition."""
    shutil.copy(HERE / "documents" / name, name)
    assert drift("--accept", "--reviewed-on", "2026-11-01", name) == 0


def edition(*changes: tuple[str, str]) -> str:
    """A new edition of the guide; its path."""
    text = GUIDE.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    Path("guide.md").write_text(text, "utf-8")
    return "guide.md"


CHANGES = (
    ("Non-sequential: 1–5. Sequential", "Non-sequential: 1–8. Sequential"),
    ("(vs wan9.1-image's 5)", "(vs wan9.1-image's 8)"),
    ("| 3:2 | 1536×1024 |", "| 3:2 | 1440×960 |\n| 21:9 | 1792×768 |"),
    ("Max 400 characters", "Max 300 characters"),
    ("700 characters", "900 characters"),
    ("$0.04/image", "$0.05/image"),
    ("| `watermark` | false | Adds a mark. |\n", ""),
    ("| `seed` | random |", "| `strength` | 3 | How strongly, 1–9. |\n| `seed` | random |"),
    ("| Quick sketches | `z-image-mini`", "| Quick sketches | `z-image-maxi`"),
    ("writes letters well.", "writes letters well. It must not be used for banknotes."),
)


def test_nothing_new(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(edition()) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "guide.md: read as an edition of book that was never reviewed" in said.err
    accepted()
    capsys.readouterr()
    assert drift(edition()) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "guide.md: read as a new edition of book, reviewed 2026-11-01" in said.err


def test_news_as_text(folder: Path, snapshot: SnapshotAssertion, capsys: pytest.CaptureFixture[str]) -> None:
    accepted()
    capsys.readouterr()
    assert drift(edition(*CHANGES)) == 1
    assert capsys.readouterr().out == snapshot


def test_only_something_to_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accepted()
    assert drift(edition(CHANGES[-1])) == 3
    out = capsys.readouterr().out
    assert "changed and not understood: read it" in out
    assert "It must not be used for banknotes." in out


def test_a_review_holds_no_text_of_the_document(folder: Path) -> None:
    accepted()
    stored = (folder / "specs" / "reviewed" / "book.json").read_text("utf-8")
    page = json.loads(stored)["pages"][0]
    assert (page["name"], page["reviewed"], page["address"]) == ("guide.md", "2026-11-01", None)
    assert len(page["statements"]) > 90
    for words in ("writes letters", "Careful pictures", "What to keep out", "village fair", "lantern"):
        assert words in GUIDE.read_text("utf-8")
        assert words not in stored


def test_accepting_again_takes_the_place_of_the_last_edition(folder: Path) -> None:
    accepted()
    accepted("page.html")
    assert drift("--accept", edition(*CHANGES)) == 0
    assert drift(edition(*CHANGES)) == 0
    assert drift("page.html") == 0
    assert len(json.loads(Path("specs/reviewed/book.json").read_text("utf-8"))["pages"]) == 1


def test_a_document_of_no_source_is_not_accepted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("note.md").write_text("# Note\n\nwan9.1-image takes up to 4 reference images.\n", "utf-8")
    assert drift("--accept", "note.md") == 2
    assert "error: note.md: of no known source; name one with --as" in capsys.readouterr().err
    assert drift("--accept", "--as", "book", "--address", "https://docs.example.org/note", "note.md") == 0
    stored = json.loads(Path("specs/reviewed/book.json").read_text("utf-8"))
    assert stored["pages"][0]["address"] == "https://docs.example.org/note"


def test_all_shows_what_agrees_and_what_was_decided(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift("--all", edition()) == 0
    out = capsys.readouterr().out
    assert "wan9.1-image-pro generate n.range" in out
    assert "known conflict, decided: Both." in out


def test_json_holds_every_finding(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accepted()
    capsys.readouterr()
    assert drift("--json", edition(CHANGES[0])) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["news"], told["to_read"]) == (1, 0)
    (changed,) = told["documents"]
    assert (changed["source"], changed["reviewed"], changed["counts"]["differs"]) == ("book", "2026-11-01", 1)
    (finding,) = changed["findings"]
    assert (finding["kind"], finding["document"], finding["specs"]) == ("differs", "1-8", "1 to 5")
    assert (finding["write"], finding["reviewed_line"]) == ("range: [1, 8]", finding["line"])
    assert "wan9.1-image" in finding["models"]
    lines = Path("guide.md").read_text("utf-8").splitlines()
    at: tuple[int, int] = (finding["line"] - 1, finding["column"] - 1)
    assert lines[at[0]][at[1] :].startswith("1–8")
    file, line, column = finding["at"].split(":")
    assert Path(file).read_text("utf-8").splitlines()[int(line) - 1][int(column) - 1 :] == "[1, 5]"


def test_a_proposed_patch_gives_sound_specs_without_the_news(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accepted()
    capsys.readouterr()
    guide = edition(*CHANGES)
    before = {path: path.read_bytes() for path in Path("specs").rglob("*.yaml")}
    assert drift("--propose", guide) == 1
    proposed = capsys.readouterr()
    assert {path: path.read_bytes() for path in Path("specs").rglob("*.yaml")} == before
    Path("news.patch").write_text(proposed.out, "utf-8")
    subprocess.run(["git", "apply", "news.patch"], check=True, capture_output=True)
    planned(Path("specs"))
    drift("--json", guide)
    after = json.loads(capsys.readouterr().out)
    left = [each["about"] for each in after["documents"][0]["findings"] if each["kind"] == "differs"]
    assert [about for about in left if "use" not in about] == []
    family = Path("specs/models/wan9.1-image.yaml").read_text("utf-8")
    for part in ("range: [1, 8]", "value: [1, 5]", "value: 300", '"21:9": 1792*768', 'amount: "0.05"', "strength:"):
        assert part in family
    assert "z-image-maxi:" in Path("specs/models/z-image-mini.yaml").read_text("utf-8")


def test_a_proposed_patch_adds_an_endpoint(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accepted()
    guide = edition(("/api/v1/services/aigc/text2image/image-synthesis", "/api/v1/services/aigc/poster/image-making"))
    capsys.readouterr()
    drift("--propose", guide)
    added = [line for line in capsys.readouterr().out.splitlines() if line.startswith("+ ")]
    assert added[:3] == [
        "+  poster-image-making:",
        "+    method: POST",
        "+    path: /services/aigc/poster/image-making",
    ]


@pytest.mark.parametrize("sizes", ["1280*720, 720*1280 or 512*512", "1280*720 and 720*1280"])
def test_a_list_of_sizes_is_no_range(sizes: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accepted()
    row = f"| `size` | `1024*1024` | Try {sizes}. |"
    table = f"| Parameter | Default | Description |\n|---|---|---|\n{row}"
    guide = edition(("## Notes\n", f"## Sketches\n\n`z-image-mini` draws sketches.\n\n{table}\n\n## Notes\n"))
    capsys.readouterr()
    assert drift("--json", guide) in (0, 3)
    findings = json.loads(capsys.readouterr().out)["documents"][0]["findings"]
    assert {model for each in findings for model in each["models"]} == {"z-image-mini"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe#\0 \0", "error: bad.md: not UTF-8 text: it looks like UTF-16"),
        ("# 图像生成\n\n支持北京地域。\n".encode("gb18030"), "error: bad.md: not UTF-8 text: it looks like GBK"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(300), "error: bad.md: not text: it looks like binary data"),
        (b"", "error: bad.md: the file is empty"),
        (b" \n\n", "error: bad.md: the file is empty"),
        (b"# Pictures\n\n\xe9t\xe9\n", "error: bad.md: not UTF-8 text: byte 0xe9 at offset 12"),
        (None, "error: bad.md: No such file or directory"),
    ],
)
def test_what_cannot_be_read_says_so(
    content: bytes | None, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        Path("bad.md").write_bytes(content)
    assert drift(edition(), "bad.md") == 2
    assert said in capsys.readouterr().err


def test_an_unknown_source(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(edition(), "--as", "bok") == 2
    assert 'error: unknown source "bok"; did you mean "book"?' in capsys.readouterr().err


def test_a_document_of_no_known_source(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("note.md").write_text("# Note\n\nwan9.1-image takes up to 4 reference images.\n", "utf-8")
    assert drift("note.md") == 1
    said = capsys.readouterr()
    assert "edit images.count: the document says up to 4 reference images, the specs 1 to 6" in said.out
    assert "note.md:3:26   specs/models/wan9.1-image.yaml" in said.out
    assert "of no known source (name one with --as)" in said.err
    Path("note.md").write_text("# Note\n\nwan9.1-image takes up to 6 reference images, ≤8MB each.\n", "utf-8")
    assert drift("note.md") == 0


def test_control_characters_are_escaped(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accepted()
    capsys.readouterr()
    assert drift(edition(("writes letters well.", "writes letters well. It must \x1b[31mnot\u202e be 9."))) == 3
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "\\u001b[31mnot\\u202e be 9." in out


def test_a_folder_of_pages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = folder / "pages"
    (pages / ".git").mkdir(parents=True)
    for name in ("guide.md", "page.html", "cells.md"):
        shutil.copy(HERE / "documents" / name, pages / name)
    shutil.copy(GUIDE, pages / ".git" / "hidden.md")
    for number in range(30):
        (pages / f"other-{number}.md").write_text(f"# Page {number}\n\nNothing of ours: 5 seconds.\n", "utf-8")
    (pages / "video.md").write_text("# Films\n\nwan9.1-t2v takes 5 seconds.\n\nwan9.1-i2v as well.\n", "utf-8")
    (pages / "old.md").write_bytes("# 图像生成，北京\n".encode("gb18030"))
    (pages / "one.png").write_bytes(b"\x89PNG")
    assert drift("--accept", "pages") == 0
    told = capsys.readouterr().err
    assert "33 files left out: " in told
    for part in ("30 name none of the models", "1 no documents", "1 unreadable", "1 are about other models"):
        assert part in told
    assert drift("pages") == 0
    changed = (pages / "cells.md").read_text("utf-8").replace("At most 700", "At most 750")
    (pages / "renamed.md").write_text(changed, "utf-8")
    (pages / "cells.md").unlink()
    capsys.readouterr()
    assert drift("pages") == 1
    said = capsys.readouterr()
    assert "prompt.max_characters: the document says 750 characters, the specs 700" in said.out
    assert "pages/renamed.md:26" in said.out
