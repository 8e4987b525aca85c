"""Screenshots of what people see: python -m tests.site.shots --site DIR --demo DIR --out DIR (or `make shots`)

They are for eyes, not for tests: look at each after a change of what is shown. They need a Chromium and, for Chinese, a
font that has it.
"""

from __future__ import annotations

import argparse
import base64
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import urllib3
from markdown_it import MarkdownIt

from brushwork import Client
from brushwork.testing import Emulator
from tests.command.recording import record
from tests.site.browser import Browser, found
from tests.web.conftest import TOKEN, opened

_ROOT = Path(__file__).resolve().parents[2]
_PAGES = {
    "start": "",
    "quickstart": "guides/quickstart/",
    "choosing": "guides/choosing/",
    "editing": "guides/editing/",
    "boxes": "guides/boxes/",
    "sizes": "guides/sizes/",
    "errors": "guides/errors/",
    "model": "reference/models/wan2.7-image-pro/",
}
_DESK, _PHONE = 1280, 390
_TALLEST = 6000
"""Pixels of a page that a picture shows; what is below is cut off."""
_SHOWN = """
(async () => {
  const images = [...document.images].filter(each => each.checkVisibility());
  images.forEach(each => each.loading = 'eager');
  if (!images.every(each => each.complete)) return false;
  await Promise.allSettled(images.map(each => each.decode()));
  await document.fonts.ready;
  return true;
})()
"""
"""Whether every picture that can be seen is there; those that load late are told to load now."""
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 860px; margin: 2rem auto; padding: 0 1rem; }
pre { background: #f6f8fa; padding: 1rem; border-radius: 6px; overflow-x: auto; }
code { font: 85%/1.45 ui-monospace, monospace; }
img { max-width: 100%; }
td, th { border: 1px solid #d0d7de; padding: .4rem .8rem; text-align: left; }
table { border-collapse: collapse; }
"""
_NOTEBOOK = (
    "from brushwork import Client\n\nclient = Client()\nclient",
    'result = client.wan2_6_t2i.generate("a cozy flower shop, morning light", size="16:9")\nresult',
    'client.wan2_6_image.interleave("latte art in three steps", max_images=3)',
    'prepared = client.qwen_image_2_0.generate.prepare("a poster", n=2)\nprepared',
    'client.wan2_6_t2i.generate("a cat", size="8*8", n=9)',
)
"""The cells; the last one ends in an error, as a reader of a notebook meets it."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        pass


@contextmanager
def _served(folder: Path) -> Generator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


class _Camera:
    """Takes pictures of pages, and says which."""

    def __init__(self, browser: Browser, out: Path) -> None:
        self._browser = browser
        self._out = out

    def take(self, name: str, url: str, *, width: int = _DESK, dark: bool = False, after: str = "true") -> None:
        """A picture of a whole page, with everything on it that is loaded late; `after` is a script that then holds."""
        browser = self._browser
        browser.screen(width, 900, phone=width == _PHONE, dark=dark)
        browser.open("about:blank")
        origin = "/".join(url.split("/")[:3])
        browser.tell("Storage.clearDataForOrigin", origin=origin, storageTypes="all")  # light or dark is the system's
        browser.open(url)
        browser.until(lambda: browser.run(after) and browser.run(_SHOWN))
        height = min(int(browser.run("document.documentElement.scrollHeight")), _TALLEST)
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = browser.tell("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        (self._out / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))
        sys.stderr.write(f"{self._out / name}.png\n")


def _site(camera: _Camera, folder: Path) -> None:
    with _served(folder) as address:
        for name, page in _PAGES.items():
            camera.take(f"site-{name}", address + page)
            camera.take(f"site-{name}-dark", address + page, dark=True)
            camera.take(f"site-{name}-phone", address + page, width=_PHONE)
            camera.take(f"site-{name}-zh", f"{address}zh/{page}")


def _demo(camera: _Camera, folder: Path) -> None:
    with _served(folder) as address:
        for dark in (False, True):
            camera.take(f"demo{'-dark' * dark}", address, dark=dark)
        camera.take("demo-phone", address, width=_PHONE)


def _readme(camera: _Camera, scratch: Path) -> None:
    """README.md and its siblings in other languages, with the pictures that they show."""
    shutil.copytree(_ROOT / "docs", scratch / "docs")
    files = sorted(_ROOT.glob("README*.md"))
    for file in files:
        body = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(file.read_text("utf-8"))
        page = f'<!doctype html><html lang="en"><meta charset="utf-8"><style>{_STYLE}</style>{body}</html>'
        (scratch / f"{file.stem}.html").write_text(page, "utf-8")
    with _served(scratch) as address:
        for file in files:
            camera.take(file.stem, f"{address}{file.stem}.html")


def _terminals(camera: _Camera, scratch: Path) -> None:
    for width in (60, 120):
        (scratch / f"terminal-{width}.svg").write_text(record(width), "utf-8")
        page = f'<!doctype html><html><meta charset="utf-8"><img src="terminal-{width}.svg"></html>'
        (scratch / f"terminal-{width}.html").write_text(page, "utf-8")
    with _served(scratch) as address:
        for width in (60, 120):
            camera.take(f"terminal-{width}", f"{address}terminal-{width}.html")


def _emulator(camera: _Camera) -> None:
    """The emulator's own page, after some calls; told of where it has none."""
    with Emulator() as api, Client(api.key, base_url=api.url) as client:
        head = urllib3.request("GET", f"{api.origin}/", retries=False)
        if head.status != 200 or "html" not in head.headers.get("content-type", ""):
            sys.stderr.write("emulator: skipped, it has no page at / yet\n")
            return
        client.wan2_6_t2i.generate("a cozy flower shop", size="16:9")
        client.wan2_2_t2i_flash.generate.submit("a poster")
        drawn = "document.querySelectorAll('#pictures img').length === 2 && document.querySelector('#kind').value"
        camera.take("emulator", f"{api.origin}/", after=drawn)
        camera.take("emulator-dark", f"{api.origin}/", dark=True, after=drawn)
        camera.take("emulator-phone", f"{api.origin}/", width=_PHONE, after=drawn)


def _playground(camera: _Camera, browser: Browser, scratch: Path) -> None:
    """The page of `brushwork serve`, after an edit and a story, with a form that is not right yet."""
    form = {"model": "wan2.7-image", "mode": "generate", "prompt": "a cat", "n": 9}
    with opened(scratch) as house:
        story = {"model": "wan2.6-image", "mode": "interleave", "prompt": "latte art in three steps", "max_images": 3}
        first = house.studio.buy({"prompt": "a stray cat, spring", "model": "wan2.6-t2i"}, "page")
        house.studio.orders.wait(first.key, 60)
        edit = {"model": "wan2.7-image", "prompt": "give it a hat", "reference_images": [f"made:{first.key}:0"]}
        for request in ({**edit, "bbox_list": [[[480, 200, 800, 500]]]}, story):
            house.studio.orders.wait(house.studio.buy(request, "page").key, 60)
        drawn = (
            "document.querySelectorAll('.card img').length >= 5 && document.querySelectorAll('.faults p').length > 0"
        )
        browser.tell("Network.setExtraHTTPHeaders", headers={"Authorization": f"Bearer {TOKEN}"})
        for name, language, width, dark in (
            ("", "en", _DESK, False),
            ("-dark", "en", _DESK, True),
            ("-zh", "zh", _PHONE, False),
        ):
            url = f"{house.server.origin}/?lang={language}#{quote(json.dumps(form))}"
            camera.take(f"playground{name}", url, width=width, dark=dark, after=drawn)
        browser.tell("Network.setExtraHTTPHeaders", headers={})


def _notebook(camera: _Camera, scratch: Path) -> None:
    """A small notebook, run on the emulator."""
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": code, "id": f"cell{n}"}
        for n, code in enumerate(_NOTEBOOK)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook: dict[str, object] = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (scratch / "notebook.ipynb").write_text(json.dumps(notebook), "utf-8")
    with Emulator() as api:
        words = ["nbconvert", "--to", "html", "--execute", "--allow-errors", "--log-level", "ERROR", "notebook.ipynb"]
        environment = {
            **os.environ,
            "BRUSHWORK_BASE_URL": api.url,
            "DASHSCOPE_API_KEY": api.key,
            "DASHSCOPE_REGION": api.region,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }
        subprocess.run([sys.executable, "-m", *words], cwd=scratch, env=environment, check=True, timeout=180)
    with _served(scratch) as address:
        camera.take("notebook", f"{address}notebook.html")


def main(arguments: Sequence[str] | None = None) -> int:
    """All of them; 2 if there is no Chromium."""
    parser = argparse.ArgumentParser(prog="python -m tests.site.shots", description=__doc__)
    parser.add_argument("--probe", action="store_true", help="only look whether there is a Chromium")
    parser.add_argument("--site", type=Path, metavar="DIR", help="the built site")
    parser.add_argument("--demo", type=Path, metavar="DIR", help="what `brushwork demo` made")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the pictures come to")
    options = parser.parse_args(arguments)
    program = found()
    if program is None:
        sys.stderr.write("No Chromium on PATH, which takes the pictures. On Debian: apt-get install chromium\n")
        return 2
    if options.probe:
        return 0
    shutil.rmtree(options.out, ignore_errors=True)
    options.out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        browser = Browser(program, folder / "profile")
        try:
            camera = _Camera(browser, options.out)
            for part in ("readme", "terminals", "notebook", "playground"):
                (folder / part).mkdir()
            _readme(camera, folder / "readme")
            _demo(camera, options.demo)
            _emulator(camera)
            _playground(camera, browser, folder / "playground")
            _terminals(camera, folder / "terminals")
            _notebook(camera, folder / "notebook")
            _site(camera, options.site)
        finally:
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
