"""The command: what it prints where, exit codes, JSON, and the patch that it proposes but never makes."""

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


def edition(folder: Path, *changes: tuple[str, str]) -> str:
    """A new edition of the guide; its path."""
    text = GUIDE.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "guide.md").write_text(text, "utf-8")
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
)


def test_nothing_new(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drift", "--specs", "specs", edition(folder)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "guide.md: read as a new edition of book" in said.err
    assert "0 differ, 0 new, 0 gone" in said.err


def test_news_as_text(folder: Path, snapshot: SnapshotAssertion, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drift", "--specs", "specs", edition(folder, *CHANGES)]) == 1
    assert capsys.readouterr().out == snapshot


def test_all_shows_what_agrees_and_what_was_decided(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drift", "--specs", "specs", "--all", edition(folder)]) == 0
    out = capsys.readouterr().out
    assert "agrees: wan9.1-image-pro generate n.range" in out
    assert "known conflict: wan9.1-image-pro regions" in out
    assert "decided: Both." in out


def test_json_holds_every_finding(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drift", "--specs", "specs", "--json", edition(folder, CHANGES[0]), str(GUIDE)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["news"] == 1
    changed, same = told["documents"]
    assert (changed["source"], changed["counts"]["differs"], same["counts"]["differs"]) == ("book", 1, 0)
    (finding,) = [each for each in changed["findings"] if each["kind"] == "differs"]
    assert changed["counts"]["agrees"] > 50
    assert (finding["document"], finding["specs"]) == ("1-8", "1 to 5")
    lines = Path("guide.md").read_text("utf-8").splitlines()
    at: tuple[int, int] = (finding["line"] - 1, finding["column"] - 1)
    assert lines[at[0]][at[1] :].startswith("1–8")
    file, line, column = finding["at"].split(":")
    assert Path(file).read_text("utf-8").splitlines()[int(line) - 1][int(column) - 1 :] == "[1, 5]"


def test_a_proposed_patch_gives_sound_specs_without_the_news(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guide = edition(folder, *CHANGES)
    before = {path: path.read_bytes() for path in Path("specs").rglob("*.yaml")}
    assert main(["drift", "--specs", "specs", "--propose", guide]) == 1
    proposed = capsys.readouterr()
    assert {path: path.read_bytes() for path in Path("specs").rglob("*.yaml")} == before
    Path("news.patch").write_text(proposed.out, "utf-8")
    subprocess.run(["git", "apply", "news.patch"], check=True, capture_output=True)
    planned(Path("specs"))
    main(["drift", "--specs", "specs", "--json", guide])
    after = json.loads(capsys.readouterr().out)
    left = [(each["kind"], each["about"]) for each in after["documents"][0]["findings"] if each["kind"] == "differs"]
    assert [about for _, about in left if "use" not in about] == []
    family = Path("specs/models/wan9.1-image.yaml").read_text("utf-8")
    for part in ("range: [1, 8]", "value: [1, 5]", "value: 300", '"21:9": 1792*768', 'amount: "0.05"', "strength:"):
        assert part in family
    assert "z-image-maxi:" in Path("specs/models/z-image-mini.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as", "bok"], 'error: unknown source "bok"; did you mean "book"?'),
        (["nowhere.md"], "error: nowhere.md: No such file or directory"),
        (["bytes.md"], "error: bytes.md: not UTF-8 text"),
    ],
)
def test_usage(arguments: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bytes.md").write_bytes(b"\xff\xfe\xff")
    assert main(["drift", "--specs", "specs", edition(folder), *arguments]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_a_document_of_no_known_source(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("note.md").write_text("# Note\n\nwan9.1-image takes up to 4 reference images.\n", "utf-8")
    assert main(["drift", "--specs", "specs", "note.md"]) == 1
    said = capsys.readouterr()
    assert "note.md:3:26: differs: wan9.1-image edit images.count" in said.out
    assert "of no known source (name one with --as)" in said.err
    Path("note.md").write_text("# Note\n\nwan9.1-image takes up to 6 reference images, ≤8MB each.\n", "utf-8")
    assert main(["drift", "--specs", "specs", "note.md"]) == 0


def test_broken_code_is_told_and_is_no_news(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guide = edition(folder, ('"parameters": {"n": 1}\n', '"parameters": {"n": 1\n'))
    assert main(["drift", "--specs", "specs", guide]) == 0
    assert "could not be read: example" in capsys.readouterr().out
