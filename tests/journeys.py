"""Which modules three journeys enter, in their order: `make journeys` traces them into docs/JOURNEYS.md.

A module is entered when a function of it is called in the thread of the caller. Imports are over by then, so that what
a module does while it is imported does not count, and neither do modules that only hold data or types. Modules that are
on the stack while bytes leave or arrive, or a file gets its name, are the way itself; the others are asked on it.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import pkgutil
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType, ModuleType

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/JOURNEYS.md"
CORE = "runtime/brushwork_runtime/"
SPEC = "models/wan2.6-t2i.yaml"
LINE, CHANGED = "    range: [1, 4]\n", "    range: [1, 5]\n"
"""The line of the third journey: how many images one call of wan2.6-t2i may ask for."""
FAMILIES = ("qwen-image", "qwen-image-2.0", "qwen-image-edit", "wan2.2-t2i", "wan2.6-image", "wan2.6-t2i", "wan2.7")
"""The families of the third journey: its own, and those that api.yaml names."""


def _transfers(called: object) -> bool:
    """Whether a function of C sends or receives on a socket, or gives a file its name."""
    if isinstance(getattr(called, "__self__", None), socket.socket):
        return getattr(called, "__name__", "") in ("sendall", "recv_into")
    return called in (os.rename, os.replace, os.link)


def entered(root: str, job: Callable[[], object]) -> dict[str, bool]:
    """The files below the folder `root` whose functions are called, in their order, and whether they are on the way."""
    found: dict[str, bool] = {}
    start = f"{ROOT}/{root}"

    def look(frame: FrameType | None, event: str, called: object) -> None:
        if event == "call" and frame and frame.f_code.co_filename.startswith(start):
            found.setdefault(frame.f_code.co_filename[len(start) :], False)
        elif event == "c_call" and _transfers(called):
            while frame:
                if frame.f_code.co_filename.startswith(start):
                    found[frame.f_code.co_filename[len(start) :]] = True
                frame = frame.f_back

    sys.setprofile(look)
    try:
        job()
    finally:
        sys.setprofile(None)
    return found


def _imported(package: ModuleType) -> None:
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if "__" not in info.name:  # neither programs nor hooks of PyInstaller
            importlib.import_module(info.name)


def calls() -> tuple[dict[str, bool], dict[str, bool]]:
    """The core's modules of an edit with a picture of this machine, and of a task from `submit` to its result."""
    from PIL import Image

    import brushwork
    import brushwork_runtime
    from brushwork.testing import Emulator, VirtualClock

    _imported(brushwork_runtime)
    _imported(brushwork)
    with Emulator(polls=1, clock=VirtualClock()) as api, tempfile.TemporaryDirectory() as folder:
        shop, night = Path(folder, "shop.png"), Path(folder, "night.png")
        Image.new("RGB", (640, 512), "navy").save(shop)

        def client() -> brushwork.Client:
            return brushwork.Client(api.key, base_url=api.url)

        with client() as one, client() as another:
            edit = entered(CORE, lambda: one.wan2_7_image.edit("make it night", [shop]).save(night))
            task = entered(CORE, lambda: another.wan2_2_t2i_flash.generate.submit("a poster").wait())
        assert night.stat().st_size
    return edit, task


def one_line() -> tuple[dict[str, bool], list[str]]:
    """The generator's modules that one changed line of a spec passes through, and the files that it changes.

    Few families are there, so that a new model, whatever its spec says, changes nothing of the page.
    """
    import generator
    from generator.cli import main

    _imported(generator)
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
        specs, out = Path(folder, "specs"), Path(folder, "generated")
        shutil.copytree(ROOT / "specs", specs, ignore=shutil.ignore_patterns("models"))
        spec = specs / SPEC
        spec.parent.mkdir()
        shared = specs / "api.yaml"  # without the advice on which model to use, which names them all
        shared.write_text(
            re.sub(r"^uses:\n(?:[ #].*\n|\n)*", "", shared.read_text("utf-8"), flags=re.MULTILINE), "utf-8"
        )
        for name in FAMILIES:
            shutil.copy(ROOT / f"specs/models/{name}.yaml", spec.parent)
        text = spec.read_text("utf-8")
        assert text.count(LINE) == 1
        arguments = ["generate", "--specs", str(specs), "--out", str(out)]
        assert main(arguments) == 0  # wire types come out of their cache, as they do on a second run
        before = _contents(out)
        spec.write_text(text.replace(LINE, CHANGED), "utf-8")
        modules = entered("generator/", lambda: main(arguments))
        made = sorted(name for name, content in _contents(out).items() if content != before.get(name))
    return modules, made


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _job(path: Path) -> str:
    """The first sentence of the docstring of a module."""
    words = path.read_text("utf-8").removeprefix('"""').partition("\n")[0].removesuffix('"""')
    return words.rstrip(".").replace("|", "\\|")


def _rows(root: str, modules: dict[str, bool]) -> str:
    """A row for each module; those on the way are bold."""
    rows = [
        f"| {n} | {'**' * way}`{name}`{'**' * way} | {_job(ROOT / root / name)} |\n"
        for n, (name, way) in enumerate(modules.items(), 1)
    ]
    head = f"| | {len(modules)} modules in `{root}`, {sum(modules.values())} on the way | Their jobs |\n"
    return f"{head}|---|---|---|\n" + "".join(rows)


def _grouped(modules: Iterable[str]) -> str:
    """A row for each package, at the place of the first of its modules."""
    groups: dict[str, list[str]] = {}
    for name in modules:
        groups.setdefault(name.rpartition("/")[0], []).append(name)
    rows = [f"| {n} | {', '.join(f'`{name}`' for name in group)} |\n" for n, group in enumerate(groups.values(), 1)]
    return f"| | {sum(map(len, groups.values()))} modules and templates in `generator/` |\n|---|---|\n" + "".join(rows)


def _files(made: list[str]) -> str:
    return "| | Files in `generated/` |\n|---|---|\n" + "".join(
        f"| {n} | `{name}` |\n" for n, name in enumerate(made, 1)
    )


def page(text: str) -> str:
    """The page with its tables as they are traced now; what stands between them is kept."""
    edit, task = calls()
    modules, made = one_line()
    tables = iter((_rows(CORE, edit), _rows(CORE, task), _grouped(modules), _files(made)))
    return re.sub(r"(^\|.*\n)+", lambda _: next(tables), text, flags=re.MULTILINE)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "generated"), str(ROOT / "runtime")]
    text = page(PAGE.read_text("utf-8"))
    if sys.argv[1:] == ["--print"]:
        sys.stdout.write(text)
    else:
        PAGE.write_text(text, "utf-8")
