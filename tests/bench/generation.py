"""What `make generate` and `make check` cost as whole processes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from many_models import multiply
from measure import Figure, in_turns, middle, wall_of

ROOT = Path(__file__).parents[2]


def figures(runs: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        specs, out = Path(folder, "specs"), Path(folder, "generated")
        shutil.copytree(ROOT / "specs", specs)
        base = [sys.executable, "-m", "generator"]
        where = ["--specs", str(specs), "--out", str(out)]

        def generate() -> float:
            return wall_of([*base, "generate", *where], cwd=str(ROOT))

        def cold() -> float:
            shutil.rmtree(out, ignore_errors=True)
            return generate()

        def one_spec() -> float:
            spec = specs / "models" / "z-image.yaml"
            spec.write_text(spec.read_text() + "# touched\n")
            return generate()

        generate()
        first, changed, unchanged, checked = in_turns(
            runs, cold, one_spec, generate, lambda: wall_of([*base, "check", *where], cwd=str(ROOT))
        )
    yield Figure(what="make generate, nothing there", measured=middle(first), target=1.0, unit="s")
    yield Figure(what="make generate, one spec changed", measured=middle(changed), target=1.0, unit="s")
    yield Figure(what="make generate, nothing changed", measured=middle(unchanged), target=0.2, unit="s")
    yield Figure(what="make check", measured=middle(checked), target=1.0, unit="s")
    for models, target in ((170, 5.0), (1700, 30.0)):
        yield _many(models, target)
    yield _refusal()
    yield from _reading(runs)


def _reading(runs: int) -> Iterator[Figure]:
    """The CPU time in which `drift` reads and judges documents of a megabyte: its tests' own, many times over."""
    documents = ROOT / "tests" / "generator" / "drift" / "documents"
    page = "\n\n".join(path.read_text("utf-8") for path in sorted(documents.glob("*.md")))
    with tempfile.TemporaryDirectory() as folder:
        for what, text in (("pages", page + "\n\n"), ("one line", " ".join(page.split()) + " ")):
            path = Path(folder, "page.md")
            path.write_text((text * (1_000_000 // len(text.encode()) + 1)), "utf-8")
            command = [sys.executable, "-c", _READ, str(path), str(ROOT / "tests" / "generator" / "drift" / "specs")]
            seconds = [
                float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=str(ROOT)).stdout)
                for _ in range(runs)
            ]
            yield Figure(what=f"drift, 1 MB of {what}", measured=middle(seconds), target=2.0, unit="s")


def _many(models: int, target: float) -> Figure:
    """Generation from nothing, with the models of this repository many times over; one run, since it takes long."""
    here = len(list((ROOT / "generated" / "brushwork" / "schemas").glob("*.json")))
    times = -(-models // here)
    with tempfile.TemporaryDirectory() as folder:
        specs, out = Path(folder, "specs"), Path(folder, "generated")
        multiply(ROOT / "specs", times, specs)
        command = [sys.executable, "-m", "generator", "generate", "--specs", str(specs), "--out", str(out)]
        seconds = wall_of(command, str(ROOT))
    return Figure(what=f"make generate, {times * here:,} models", measured=seconds, target=target, unit="s")


def _refusal() -> Figure:
    """The text of a refusal where a package has 100 x the models, over the same with as many as there are."""
    with tempfile.TemporaryDirectory() as folder:
        seconds: list[float] = []
        for times in (1, 100):
            specs, out = Path(folder, f"specs{times}"), Path(folder, f"generated{times}")
            multiply(ROOT / "specs", times, specs)
            wall_of(
                [sys.executable, "-m", "generator", "generate", "--specs", str(specs), "--out", str(out)], str(ROOT)
            )
            command = [sys.executable, "-c", _REFUSED, str(out), str(ROOT / "runtime")]
            runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(5)]
            seconds.append(middle([float(run) for run in runs]))
    detail = f"{seconds[1] * 1000:.1f} ms"
    ratio = seconds[1] / seconds[0]
    return Figure(what="a refusal's text, 100 x the models", measured=ratio, target=2.0, unit="x", detail=detail)


_REFUSED = """
import sys, time
sys.path[:0] = sys.argv[1:]
from brushwork import Client, InvalidRequest
call = Client(api_key="sk-none").z_image_turbo.generate.prepare
call("a cat")
start = time.process_time()
try:
    call("a cat", size="1*1", seed=-1)
except InvalidRequest as error:
    str(error)
print(time.process_time() - start)
"""

_READ = """
import gc, sys, time
from pathlib import Path
from generator.drift.drift import Specs
from generator.drift.editions import Reviewed
from generator.drift.forms.reading import parsed
from generator.drift.judge import judge
from generator.pipeline import planned
specs = Specs(planned(Path(sys.argv[2])))
text = Path(sys.argv[1]).read_text("utf-8")
gc.set_threshold(100_000)
start = time.process_time()
judge(specs, parsed("page.md", text, ".md"), Reviewed(Path("reviewed")))
print(time.process_time() - start)
"""
