"""Adds a picture of every mode to the page of a model: made by the emulator, with the prompt below it."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from posixpath import relpath

from generator.site.pages import Page

_MODE = re.compile(r"^## ([a-z][a-z0-9_]*)\n\n.+\n", re.MULTILINE)  # all other headings begin with a capital
_SUFFIXES = (".png", ".jpg", ".webp")
_SAYS = {
    "en": "Made by the emulator, which draws a card with the request instead of a real picture.",
    "zh": "由模拟器绘制：它画出带有请求内容的卡片，而不是真实的图像。",
}


def with_pictures(text: str, page: Page, folder: Path) -> str:
    """The page with the pictures of each mode under what it does; `folder` holds <model>/<mode>/<number>.<ext>.

    Raises FileNotFoundError for a mode without any.
    """
    model = page.path.rpartition("/")[2].removesuffix(".md")

    def replaced(match: re.Match[str]) -> str:
        files = sorted(file for file in (folder / model / match[1]).glob("[0-9]*") if file.suffix in _SUFFIXES)
        if not files:
            raise FileNotFoundError(f"no picture of {model} {match[1]} in {folder}")
        urls = [relpath(f"pictures/{file.relative_to(folder).as_posix()}", page.folder) for file in files]
        images = "".join(_image(url, f"{model} {match[1]}, {number}") for number, url in enumerate(urls, 1))
        return f'{match[0]}\n<figure class="made">{images}<figcaption>{_SAYS[page.language]}</figcaption></figure>\n'

    return _MODE.sub(replaced, text)


def _image(url: str, title: str) -> str:
    return f'<a href="{escape(url)}"><img src="{escape(url)}" alt="{escape(title)}" loading="lazy"></a>'
