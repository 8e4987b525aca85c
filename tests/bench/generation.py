"""What `make generate` and `make check` cost as whole processes."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

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
