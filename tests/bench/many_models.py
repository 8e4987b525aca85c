"""The specs of this repository many times over, every family and model under a name of its own."""

from __future__ import annotations

import re
import shutil
from pathlib import Path


def multiply(specs: Path, times: int, out: Path) -> None:
    """Writes the specs and `times` - 1 copies of every family to `out`."""
    shutil.copytree(specs, out, ignore=shutil.ignore_patterns("released.json", "reviewed"))
    for file in sorted((specs / "models").glob("*.yaml")):
        text = file.read_text("utf-8")
        listed = text[text.index("\nmodels:") :].split("\nexamples:")[0]
        ids = sorted(re.findall(r"^  ([a-z][\w./-]*):$", listed, re.MULTILINE), key=len, reverse=True)
        known = "|".join(map(re.escape, ids))
        whole = re.compile(rf"(?<![A-Za-z0-9_/.-])({known})(?=-20\d\d|(?![A-Za-z0-9_/-]|\.[A-Za-z0-9]))")
        for number in range(1, times):
            copied = whole.sub(
                rf"copy{number}-\1", re.sub(r"^family: ", f"family: copy{number}-", text, flags=re.MULTILINE)
            )
            (out / "models" / f"copy{number}-{file.name}").write_text(copied, "utf-8")
