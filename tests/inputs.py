"""Which kinds of image each slot takes, tried: `make inputs` writes the table into the guide to editing.

A slot is an image input of a mode of a model. Every kind is tried on every slot, as a file that is uploaded and as one
that is put into the request.
"""

from __future__ import annotations

import base64
import io
import re
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image as Pil

if TYPE_CHECKING:
    from brushwork import Client
    from brushwork_runtime.tables.spec import Images, Mode, Model

ROOT = Path(__file__).resolve().parents[1]
PAGES = {"en": ROOT / "docs/guides/editing.md", "zh": ROOT / "docs/guides/zh/editing.md"}
_PART = re.compile(r"(?<=<!-- written by `make inputs` -->\n).*?(?=<!-- end -->)", re.DOTALL)


class Upload:
    """As FastAPI has one: its own `read` must be awaited."""

    filename = "a.png"

    def __init__(self, content: bytes) -> None:
        self.file = io.BytesIO(content)

    async def read(self, size: int = -1) -> bytes:
        return self.file.read(size)


class Answer:
    """As requests and httpx have one."""

    status_code = 200

    def __init__(self, content: bytes) -> None:
        self.content = content


class Tensor:
    """As torch has one, without a memory to look at."""

    def __init__(self, content: bytes) -> None:
        self._pixels = _pixels(content)

    def numpy(self) -> Any:
        return self._pixels


class Made:
    """An image of an earlier result."""

    url = "https://result.example/a.png"


def _pixels(content: bytes) -> memoryview:
    with Pil.open(io.BytesIO(content)) as image:
        flat: Any = memoryview(image.tobytes())
        found: memoryview = flat.cast("B", (image.height, image.width, len(image.getbands())))
        return found


def _opened(content: bytes) -> Any:
    image = Pil.open(io.BytesIO(content))
    image.load()
    return image


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Where the file of paths is, as long as the program runs."""
    return tempfile.TemporaryDirectory()


def _path(content: bytes) -> Path:
    path = Path(_folder().name, "a.png")
    path.write_bytes(content)
    return path


def _entry(content: bytes) -> Any:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("a.png", content)
    return zipfile.ZipFile(whole).open("a.png")


KINDS: list[tuple[str, str, Callable[[bytes], Any]]] = [
    (
        "a path, as text or `pathlib`; `~` and `file://` too",
        "文件路径（文本或 `pathlib`；也可用 `~` 和 `file://`）",
        _path,
    ),
    ("`bytes`, `bytearray`, `memoryview`", "`bytes`、`bytearray`、`memoryview`", bytearray),
    ("an open binary file, `BytesIO`, a temporary file", "以二进制打开的文件、`BytesIO`、临时文件", io.BytesIO),
    ("an entry of a zip archive", "zip 压缩包中的条目", _entry),
    ("an upload of FastAPI, Django or Werkzeug", "FastAPI、Django 或 Werkzeug 的上传文件", Upload),
    ("an answer of `urllib`, `requests` or `httpx`", "`urllib`、`requests` 或 `httpx` 的响应", Answer),
    ("a PIL image of any mode, turned as its EXIF says", "任何模式的 PIL 图像，按其 EXIF 转正", _opened),
    ("an array of pixels, as of numpy", "像素数组，如 numpy 的数组", _pixels),
    ("a tensor, as of torch", "张量，如 torch 的张量", Tensor),
    ("a `data:` URI", "`data:` URI", lambda content: "data:image/png;base64," + base64.b64encode(content).decode()),
    ("an `oss://` address of the store", "存储的 `oss://` 地址", lambda _: "oss://bucket/a.png"),
    ("a web address", "网址", lambda _: "https://a.example/b.png"),
    ("an image of an earlier result, or the result", "先前结果中的图像，或该结果", lambda _: Made()),
    ("an address of this machine or its network", "本机或本地网络的地址", lambda _: "http://localhost:8000/a.png"),
    ("`s3://`, `ftp://`, `blob:`", "`s3://`、`ftp://`、`blob:`", lambda _: "s3://bucket/a.png"),
    ("base64 without `data:`", "没有 `data:` 的 base64", lambda content: base64.b64encode(content).decode()),
]


def slots(client: Client) -> Iterator[tuple[Model, Mode, Images]]:
    """Every image input of every mode."""
    for model in client.models.tables():
        for mode in model.modes.values():
            for limits in mode.inputs:
                yield model, mode, limits


def taken(client: Client, slot: tuple[Model, Mode, Images], make: Callable[[bytes], Any], *, inline: bool) -> bool:
    """Whether a slot takes what `make` makes, whatever else the call may lack."""
    from brushwork import InvalidRequest

    model, mode, limits = slot
    images = [make(CONTENT) for _ in range(max(limits.minimum, 1))]
    call: Any = getattr(client[model.id], mode.name)
    try:
        call.prepare(**{limits.name: images[0] if limits.single else images}, inline=inline)
    except InvalidRequest as error:
        return not any(each.parameter.partition("[")[0] == limits.name for each in error.violations)
    return True


WORDS = {
    (True, True): ("yes", "可以"),
    (True, False): ("not inline", "不可内联"),
    (False, True): ("inline only", "仅内联"),
    (False, False): ("no", "不可以"),
}
"""What a slot says of a kind, by whether it takes it uploaded and inline."""


FORMS = {
    "url": ("a web address", "网址"),
    "data": ("a `data:` URI", "`data:` URI"),
    "oss": ("an `oss://` address", "`oss://` 地址"),
}
"""The forms of address that an input may take."""
OTHERS = ("all other image inputs", "其他所有图像输入")
"""The largest group of slots."""


@cache
def tried() -> dict[tuple[tuple[bool, bool], ...], list[tuple[Model, Mode, Images]]]:
    """The slots (model, mode, input) by what they say of the kinds, the largest group first."""
    from brushwork import Client

    client = Client("sk-test", region="cn-beijing")
    groups: dict[tuple[tuple[bool, bool], ...], list[tuple[Model, Mode, Images]]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for slot in slots(client):
            found = tuple(
                (taken(client, slot, make, inline=False), taken(client, slot, make, inline=True))
                for _, _, make in KINDS
            )
            groups.setdefault(found, []).append(slot)
    return dict(sorted(groups.items(), key=lambda item: -len(item[1])))


def table(language: str) -> str:
    """The part of a page: a row for each kind, a column for each group of slots, and which slots those are."""
    chinese = language == "zh"
    groups = tried()
    letters = "ABCDEFGH"[: len(groups)]
    lines = [f"| {'图像' if chinese else 'Image'} | {' | '.join(letters)} |", "|---" * (len(groups) + 1) + "|"]
    for row, kind in enumerate(KINDS):
        cells = [WORDS[answers[row]][chinese] for answers in groups]
        lines.append(f"| {kind[chinese]} | {' | '.join(cells)} |")
    lines.append("")
    for number, (letter, found) in enumerate(zip(letters, groups.values(), strict=True)):
        told = _which(found, chinese=chinese) if number else OTHERS[chinese]
        lines.append(f"- {letter}{'：' if chinese else ': '}{told}{'。' if chinese else '.'}")
    return "\n".join(["", *lines, "", ""])


def _which(found: list[tuple[Model, Mode, Images]], *, chinese: bool) -> str:
    """Slots by what their documents say of them, so that a new model changes no page; else by their models."""
    forms = {limits.accepts for _, _, limits in found}
    if len(forms) == 1 and (accepted := forms.pop()):
        named = ("或 " if chinese else " or ").join(FORMS[each][chinese] for each in accepted)
        return f"文档称只接受{named}的图像输入" if chinese else f"inputs that take {named} only, by their documents"
    models = dict.fromkeys(model.id for model, _, _ in found)
    return ("、" if chinese else ", ").join(f"`{model}`" for model in models)


def page(text: str, language: str) -> str:
    """A page with that part as the code has it now."""
    return _PART.sub(lambda _: table(language), text)


def _content() -> bytes:
    stream = io.BytesIO()
    Pil.new("RGB", (512, 512), "teal").save(stream, "PNG")
    return stream.getvalue()


CONTENT = _content()
"""A picture that every slot takes."""


def main() -> None:
    """Write both pages."""
    for language, path in PAGES.items():
        path.write_text(page(path.read_text("utf-8"), language), "utf-8")


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "generated"), str(ROOT / "runtime")]
    main()
