"""Pictures in the terminal: which one can, and what it is sent."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from pathlib import Path

import pytest
from PIL import Image

from brushwork_cli.output.preview import escape, protocol, show
from tests.command.running import Command


def picture(width: int = 20, height: int = 13) -> bytes:
    image = Image.new("RGB", (width, height), (255, 0, 0))
    image.paste((0, 0, 255), (0, 0, width // 2, height))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({"TERM": "xterm-256color"}, None),
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM_PROGRAM": "iTerm.app"}, "iterm2"),
        ({"TERM_PROGRAM": "WezTerm"}, "iterm2"),
        ({"LC_TERMINAL": "iTerm2"}, "iterm2"),
        ({"TERM": "foot"}, "sixel"),
        ({"TERM": "xterm-sixel"}, "sixel"),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux"}, None),
        ({"TERM": "screen-256color", "LC_TERMINAL": "iTerm2"}, None),
        ({}, None),
    ],
)
def test_the_terminal_is_known_by_its_variables(variables: dict[str, str], wanted: str | None) -> None:
    assert protocol(variables) == wanted


def test_kitty_is_sent_the_file_in_pieces() -> None:
    content = picture() + bytes(9000)
    drawn = escape(content, "kitty")
    assert drawn is not None
    pieces = re.findall("\x1b_G([^;]*);([^\x1b]*)\x1b\\\\", drawn)
    assert len(pieces) > 2
    assert [head for head, _ in pieces] == ["a=T,f=100,c=40,m=1", *["m=1"] * (len(pieces) - 2), "m=0"]
    assert all(len(piece) <= 4096 for _, piece in pieces)
    assert b64decode("".join(piece for _, piece in pieces)) == content


def test_kitty_takes_no_jpeg() -> None:
    assert escape(b"\xff\xd8\xff", "kitty") is None


def test_iterm2_is_sent_the_file() -> None:
    content = picture()
    drawn = escape(content, "iterm2") or ""
    found = re.fullmatch(f"\x1b]1337;File=inline=1;size={len(content)};width=40:([^\x07]*)\x07", drawn)
    assert found
    assert b64decode(found[1]) == content


def test_sixel_draws_every_pixel() -> None:
    drawn = escape(picture(), "sixel") or ""
    found = re.fullmatch('\x1bPq"1;1;20;13((?:#\\d+;2;\\d+;\\d+;\\d+)+)(.*)\x1b\\\\', drawn)
    assert found
    colors = {
        int(number): (red, green, blue)
        for number, red, green, blue in re.findall(r"#(\d+);2;(\d+);(\d+);(\d+)", found[1])
    }
    pixels: dict[tuple[int, int], tuple[str, str, str]] = {}
    for band, row in enumerate(found[2].split("-")[:-1]):
        for run in row.split("$"):
            head = re.match(r"#(\d+)", run)
            assert head
            column = 0
            for count, mark in re.findall(r"(?:!(\d+))?([?-~])", run[head.end() :]):
                for _ in range(int(count or 1)):
                    for bit in range(6):
                        if (ord(mark) - 63) >> bit & 1:
                            pixels[column, band * 6 + bit] = colors[int(head[1])]
                    column += 1
    assert len(pixels) == 20 * 13
    assert {color for (x, _), color in pixels.items() if x < 10} == {("0", "0", "100")}
    assert {color for (x, _), color in pixels.items() if x >= 10} == {("100", "0", "0")}


def test_sixel_of_what_is_no_image_is_nothing() -> None:
    assert escape(b"no image", "sixel") is None


@pytest.mark.parametrize("terminals", [True, False])
def test_it_is_drawn_only_where_a_person_looks(
    terminals: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    monkeypatch.setenv("TERM", "xterm-kitty")
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setattr("brushwork_cli.output.preview.both_terminals", lambda: terminals)
    show([tmp_path / "a.png"])
    captured = capsys.readouterr()
    assert captured.out == ""
    assert ("\x1b_G" in captured.err) is terminals


def test_the_viewer_is_opened(online: Command, work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("click.launch", opened.append)
    done = online("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512", "-o", "cat.png", "--open")
    assert done.out == "cat.png\n"
    assert opened == ["cat.png"]
