"""Records what the README shows, from real runs on the emulator: python -m tests.command.recording

Runs differ in nothing but ids and the seconds that calls take; a test holds the file against a new run. The command
knows the models of the other tests only, so that a new one asks for no new recording.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from html import unescape
from io import StringIO
from pathlib import Path

from click import unstyle
from rich.console import Console
from rich.text import Text

from brushwork.testing import Emulator, VirtualClock
from tests.command.running import steady

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "docs/session.svg"
GALLERY = ROOT / "docs/gallery.webp"
WIDTH = 100
SESSION = {
    'brushwork gen "a stray orange cat, spring" -m wan2.7-image-pro -s 1K -n 2 --max-cost 0.20 -o out/': 0,
    'brushwork gen "a poster for a flower shop" -m wan2.2-t2i-flash -s 1280x720 -o poster.png': 0,
    'brushwork gen "a cat" -m wan2.6-t2i -s 512x512 -n 9': 3,
    "brushwork cost -n 4": 0,
    'brushwork cost -n 4 --request \'{"model": "qwen-image-2.0-pro"}\'': 0,
    "brushwork models list --mode edit --max-price 0.03": 0,
}
"""The commands, with the exit code that each is to end with."""
_OWN = ("BRUSHWORK", "DASHSCOPE", "QWEN", "NO_COLOR")
_FONTS = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


def record(width: int = WIDTH) -> str:
    """The session as SVG, in a terminal of this many columns."""
    console = Console(record=True, width=width, file=StringIO(), color_system="truecolor", force_terminal=True)
    with Emulator(key="sk-emulator", polls=1, clock=VirtualClock()) as api, tempfile.TemporaryDirectory() as folder:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(_OWN)},
            "BRUSHWORK_BASE_URL": api.url,
            "DASHSCOPE_API_KEY": api.key,
            "DASHSCOPE_REGION": "intl",
            "XDG_CONFIG_HOME": folder,
            "XDG_STATE_HOME": folder,
            "FORCE_COLOR": "1",
            "COLUMNS": str(width),
            "PYTHONPATH": str(ROOT),
        }
        for line, expected in SESSION.items():
            console.print(Text.assemble(("$ ", "bold green"), (line, "bold")), soft_wrap=False)
            for text in _run(line, expected, environment, folder):
                console.print(Text.from_ansi(text))
            console.print()
    svg = console.export_svg(title="brushwork", unique_id="session")
    svg = _FONTS.sub("", svg).replace("Fira Code, monospace", "ui-monospace, monospace")
    return "\n".join(line.rstrip() for line in svg.splitlines()).strip() + "\n"


def _run(line: str, expected: int, environment: dict[str, str], folder: str) -> list[str]:
    """What the command writes, both streams in their order, and its exit code if it is not 0.

    Raises `ValueError` if that is not the exit code which it is to end with.
    """
    words = [sys.executable, "-m", "tests.command.running", *shlex.split(line)[1:]]
    done = subprocess.run(
        words, env=environment, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode != expected:
        raise ValueError(f"{line}: exit code {done.returncode}, not {expected}\n{unstyle(done.stdout)}")
    code = [f"[exit code {done.returncode}]"] if done.returncode else []
    return [*done.stdout.rstrip().splitlines(), *code]


def text_of(svg: str) -> str:
    """What is to be read in a recording, without the ids and seconds of its run."""
    told = "\n".join(unescape(piece) for piece in re.findall(r"<text [^>]*>([^<]*)</text>", svg))
    return steady(told.replace("\xa0", " "))


def gallery(target: Path) -> None:
    """The picture at the top of the README: what the demo makes, in brief."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "brushwork", "demo", "--quiet", "--out", folder]
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("generated", "runtime")),
        }
        subprocess.run(words, env=environment, check=True, stdout=subprocess.DEVNULL)
        with Image.open(Path(folder) / "contact.png") as sheet:
            sheet.convert("RGB").save(target, "WEBP", quality=88, method=6)


if __name__ == "__main__":
    TARGET.write_text(record(), "utf-8")
    gallery(GALLERY)
