"""What `brushwork serve` takes: until it answers, for a check of the form as one types, and for the page."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from os import sysconf
from pathlib import Path
from tempfile import TemporaryDirectory

import urllib3
from measure import ENVIRONMENT, Figure, middle

TOKEN = "a-token-of-benches"
COMMAND = [sys.executable, "-m", "brushwork", "serve", "--emulator", "--port", "0", "--token", TOKEN, "--json"]
PAGE = ("/", "/assets/page.css", "/assets/page.js", "/assets/form.js", "/assets/dom.js", "/assets/pictures.js",
        "/assets/gallery.js", "/assets/icon.svg", "/api/start", "/api/form/wan2.6-t2i", "/api/orders")  # fmt: skip


def figures(runs: int) -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        started = [_started(folder) for _ in range(runs)]
        yield Figure(
            what="brushwork serve --emulator: until it answers, CPU", measured=middle(started), target=0.5, unit="s"
        )
        seconds, size = _asked(folder)
        yield Figure(what="playground: a check of the form, median", measured=seconds * 1000, target=20, unit="ms")
        yield Figure(what="playground: the page and all that it loads", measured=size / 1000, target=100, unit="kB")


def _started(folder: str) -> float:
    """CPU seconds until it has said where it is."""
    process = subprocess.Popen(COMMAND, stdout=subprocess.PIPE, text=True, cwd=folder, env=ENVIRONMENT)
    assert process.stdout is not None
    process.stdout.readline()
    user, system = Path(f"/proc/{process.pid}/stat").read_text("ascii").split()[13:15]
    process.terminate()
    process.communicate()
    return (int(user) + int(system)) / sysconf("SC_CLK_TCK")


def _asked(folder: str) -> tuple[float, int]:
    """Seconds of a check, and bytes of the page, of one server."""
    process = subprocess.Popen(COMMAND, stdout=subprocess.PIPE, text=True, cwd=folder, env=ENVIRONMENT)
    assert process.stdout is not None
    origin = json.loads(process.stdout.readline())["base_url"].removesuffix("/v1")
    headers = {"Authorization": f"Bearer {TOKEN}"}
    taken: list[float] = []
    with urllib3.PoolManager() as pool:
        for number in range(200):
            request = {"model": "wan2.7-image", "mode": "generate", "prompt": "a cat", "n": number % 8 + 1}
            begun = time.perf_counter()
            pool.request("POST", f"{origin}/api/check", json={"request": request}, headers=headers)
            taken.append(time.perf_counter() - begun)
        size = sum(len(pool.request("GET", origin + path, headers=headers).data) for path in PAGE)
    process.terminate()
    process.communicate()
    return middle(taken[20:]), size
