"""Shows what the samples of code take and make: on a model's page for each mode, on a guide the files that it names."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from pathlib import Path
from posixpath import relpath

from generator.site.pages import Page

_MODE = re.compile(r"^## ([a-z][a-z0-9_]*)\n\n.+\n", re.MULTILINE)  # all other headings begin with a capital
_CODE = re.compile(r"^```\w+\n.*?^```\n", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"""(?<!-o )(?<!save\(")(?<!save\(result, ")\b[\w-]+\.(?:jpg|png)\b""")
"""A picture that code takes, not one that it saves."""
_GALLERY = re.compile(r"\((?:\.\./)+gallery\.webp\)")
_EXAMPLE = "https://example.com/"
_MADE = {
    "en": "What the sample below makes on the emulator, which draws what was asked instead of a real picture.",
    "zh": "下面的示例在模拟器上的结果：模拟器按请求绘制示意图，而不是真实的图像。",
}
_TAKEN = {"en": "Sample pictures of this page:", "zh": "本页的示例图片："}

Say = Callable[[str, str], str]


def with_pictures(text: str, page: Page, folder: Path, address: str) -> str:
    """The page with its pictures; `folder` holds samples/ and <model>/<mode>/<number>.jpg, `address` is the site's.

    Raises FileNotFoundError for a mode of a model without any.
    """
    if "models/" in page.path:
        text = _of_modes(text, page, folder)
    elif page.path.startswith("guides/") or page.path == "project/emulator.md":
        text = _with_samples(text, page, folder)
    text = _GALLERY.sub(f"({relpath('gallery.webp', page.folder)})", text)
    return text.replace(_EXAMPLE, f"{address}samples/") if address.startswith("https:") else text


def before_and_after(model: str, mode: str, folder: Path, url: Callable[[str], str], say: Say) -> str:
    """The pictures that the sample of a mode takes, and those that it makes. Raises FileNotFoundError if none."""
    made = sorted((folder / model / mode).glob("*.jpg"), key=lambda file: int(file.stem))
    if not made:
        raise FileNotFoundError(f"no picture of {model} {mode} in {folder}")
    taken = _taken(folder, model).get(mode, [])
    before = "".join(_image(url(f"samples/{name}"), name, name) for name in taken)
    paths = [f"pictures/{file.relative_to(folder).as_posix()}" for file in made]
    after = "".join(_image(url(path), f"{model} {mode}, {number}") for number, path in enumerate(paths, 1))
    if not before:
        return f'<div class="after">{after}</div>'
    heads = (say("Before", "编辑前"), say("After", "编辑后"))
    return (
        f'<div class="change"><div class="before"><small>{heads[0]}</small>{before}</div><span>→</span>'
        f'<div class="after"><small>{heads[1]}</small>{after}</div></div>'
    )


@lru_cache
def _taken(folder: Path, model: str) -> dict[str, list[str]]:
    """Mode -> the samples that its code names, as the tool that ran it has written them down."""
    found: dict[str, list[str]] = {}
    for file in (folder / model).glob("*/taken.txt"):
        found[file.parent.name] = file.read_text("utf-8").split()
    return found


def _of_modes(text: str, page: Page, folder: Path) -> str:
    model = page.path.rpartition("/")[2].removesuffix(".md")

    def replaced(match: re.Match[str]) -> str:
        shown = before_and_after(
            model,
            match[1],
            folder,
            lambda path: relpath(path, page.folder),
            lambda english, chinese: english if page.language == "en" else chinese,
        )
        return f'{match[0]}\n<figure class="made">{shown}<figcaption>{_MADE[page.language]}</figcaption></figure>\n'

    return _MODE.sub(replaced, text)


def _with_samples(text: str, page: Page, folder: Path) -> str:
    """The page with links to the samples that its code names, under the first block that does."""
    known = {file.name for file in (folder / "samples").iterdir()}
    named = [name for block in _CODE.findall(text) for name in _NAME.findall(block) if name in known]
    if not named:
        return text
    links = " ".join(_image(relpath(f"samples/{name}", page.folder), name, name) for name in dict.fromkeys(named))
    note = f'\n<figure class="samples"><figcaption>{_TAKEN[page.language]}</figcaption>{links}</figure>\n'
    start = next(match for match in _CODE.finditer(text) if known & set(_NAME.findall(match[0]))).start()
    return f"{text[:start]}{note.lstrip()}\n{text[start:]}"


def _image(url: str, title: str, name: str = "") -> str:
    """A picture that leads to itself; a sample has its name below it and is saved by a click."""
    label = f"<small>{escape(name)}</small>" if name else ""
    saved = " download" if name else ""
    return f'<a href="{escape(url)}"{saved}><img src="{escape(url)}" alt="{escape(title)}" loading="lazy">{label}</a>'
