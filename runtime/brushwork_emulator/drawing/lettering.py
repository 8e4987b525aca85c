"""Text in pictures: fonts, what they can write, lines that fit, and words for what no font here can write."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

    Font = FreeTypeFont | ImageFont.ImageFont

_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
_WANTED = (
    "NotoSansCJK*-Regular.*",
    "NotoSansSC*-Regular.*",
    "SourceHanSans*-Regular.*",
    "wqy-microhei.tt?",
    "wqy-zenhei.tt?",
    "DroidSansFallback*.ttf",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "STHeiti Light.ttc",
    "msyh.tt?",
    "simhei.ttf",
    "simsun.tt?",
    "uming.ttc",
    "DejaVuSans.ttf",
)
"""Fonts to write with where the built-in one cannot, the best first; the last one has Cyrillic, Greek and Arabic."""

_PROBE = 24
_WIDE = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_TOKEN = re.compile(rf"\n|[^\S\n]+|[{_WIDE}]|[^\s{_WIDE}]+")
_SCRIPTS = {"CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}


@lru_cache(maxsize=1)
def _files() -> tuple[str, ...]:
    """The fonts of `_WANTED` that this machine has, in that order."""
    folders = [Path(os.path.expanduser(folder)) for folder in _FOLDERS]
    found = (sorted(folder.rglob(name)) for name in _WANTED for folder in folders if folder.is_dir())
    return tuple(str(path) for paths in found for path in paths[:1])


@lru_cache(maxsize=64)
def _font(file: str | None, size: int) -> Font:
    return ImageFont.load_default(size) if file is None else ImageFont.truetype(file, size)


@lru_cache(maxsize=4096)
def _shape(file: str | None, character: str) -> bytes:
    """How a font draws a character; all that it does not have look the same."""
    field = Image.new("L", (2 * _PROBE, 2 * _PROBE))
    ImageDraw.Draw(field).text((_PROBE // 2, _PROBE // 2), character, fill=255, font=_font(file, _PROBE))
    return field.tobytes()


def _has(file: str | None, character: str) -> bool:
    return character.isascii() or character.isspace() or _shape(file, character) != _shape(file, "\U0010fffe")


@lru_cache(maxsize=256)
def legible(text: str) -> tuple[str, str | None]:
    """`text` as it can be written, and the font file to write it with (None: the one built into Pillow).

    Characters that no font here has become words in brackets: "(3 Chinese characters)".
    """
    text = "".join(character for character in text if character == "\n" or unicodedata.category(character)[0] != "C")
    missing = {character for character in text if not _has(None, character)}
    file: str | None = None
    for other in _files() if missing else ():
        left = {character for character in text if not _has(other, character)}
        if len(left) < len(missing):
            file, missing = other, left
    text = "".join(each for each in text if each not in missing or unicodedata.category(each)[0] not in "PZ")
    pieces = [
        "".join(run) if kind is None else _described(kind, "".join(run))
        for kind, run in groupby(text, lambda character: _script(character) if character in missing else None)
    ]
    return re.sub(r" {2,}", " ", "".join(pieces)).strip(), file


def _script(character: str) -> str:
    name = unicodedata.name(character, "UNKNOWN").partition(" ")[0]
    if unicodedata.category(character)[0] != "L":
        return ""
    return _SCRIPTS.get(name, name.title())


def _described(script: str, run: str) -> str:
    """Words for characters that cannot be written: how many of which script, or the names of signs."""
    if script:
        return f" ({len(run)} {script} character{'s' if len(run) > 1 else ''}) "
    names = [unicodedata.name(sign, "").lower() for sign in run if unicodedata.category(sign)[0] == "S"]
    return f" ({', '.join(filter(None, names[:3]))}) " if any(names) else " "


def wrap(text: str, file: str | None, size: int, width: int) -> list[str]:
    """The lines of `text` within `width` pixels; Chinese breaks anywhere, other text between words."""
    lines, line, used = list[str](), "", 0.0
    for token in _TOKEN.findall(text):
        length = _length(file, size, token)
        if token == "\n":
            lines.append(line)
            line, used = "", 0.0
        elif used + length <= width:
            line, used = (line + token, used + length) if line or not token.isspace() else ("", 0.0)
        else:
            lines.extend([line.rstrip()] if line else [])
            *full, line = _cut("" if token.isspace() else token, file, size, width)
            lines.extend(full)
            used = sum(_length(file, size, character) for character in line)
    return [*lines, line] if line.strip() or not lines else lines


@lru_cache(maxsize=16384)
def _length(file: str | None, size: int, text: str) -> float:
    return 0.0 if text == "\n" else _font(file, size).getlength(text)


def _cut(word: str, file: str | None, size: int, width: int) -> list[str]:
    """A word in pieces that fit."""
    pieces, piece, used = list[str](), "", 0.0
    for character in word:
        length = _length(file, size, character)
        if piece and used + length > width:
            pieces.append(piece)
            piece, used = "", 0.0
        piece, used = piece + character, used + length
    return [*pieces, piece]


def fitted(text: str, width: int, height: int, largest: int) -> tuple[list[str], Font, int]:
    """`text` in lines, the font, and the distance of lines, for a field of `width` times `height`.

    The letters are as large as fit, at most `largest`; what is too long for the smallest ones ends in three dots.
    """
    written, file = legible(text)
    size = largest
    while True:
        lines, step = wrap(written, file, size, width), size * 5 // 4
        most = max(1, height // step)
        if len(lines) <= most or size <= max(10, largest // 4):
            break
        size = max(10, largest // 4, size * 7 // 8)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][:-3] + "..."]
    return lines, _font(file, size), step


def small(text: str, size: int) -> tuple[str, Font]:
    """One line as it can be written, and its font."""
    written, file = legible(text)
    return written, _font(file, size)
