"""`python -m generator.site --pictures DIR --out DIR`: builds the reference site into DIR/site."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from generator.site.assemble import assemble, sitemap
from generator.site.pages import pages

_ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Assembles and builds; the exit code is that of Zensical."""
    parser = argparse.ArgumentParser(prog="python -m generator.site", description="Builds the reference site.")
    parser.add_argument(
        "--pictures", type=Path, required=True, metavar="DIR", help="what `python -m tests.site.illustrate` made"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the site comes to DIR/site")
    parser.add_argument("--url", default="http://localhost:8000/", metavar="URL", help="where the site will be")
    options = parser.parse_args(arguments)
    address = f"{options.url.rstrip('/')}/"
    for settings in assemble(_ROOT, options.pictures, options.out, address):
        command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean", "-f", settings.name]
        done = subprocess.run(command, cwd=settings.parent, check=False)
        if done.returncode:
            return done.returncode
    (options.out / "site/zh/sitemap.xml").unlink()
    (options.out / "site/sitemap.xml").write_text(sitemap(pages(_ROOT), address), encoding="utf-8")
    sys.stderr.write(f"{options.out / 'site' / 'index.html'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
