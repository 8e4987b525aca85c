"""The specs of this repository many times over, every family, model and endpoint under a name of its own."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any, cast

from ruamel.yaml import YAML


def multiply(specs: Path, times: int, out: Path) -> None:
    """Writes the specs and `times` - 1 copies of every family to `out`."""
    shutil.copytree(specs, out, ignore=shutil.ignore_patterns("released.json", "reviewed"))
    for file in sorted((specs / "models").glob("*.yaml")):
        text = file.read_text("utf-8")
        spec = cast("Any", YAML(typ="safe")).load(text)
        ids = {*spec["models"], *spec.get("endpoints", ())}
        for model in spec["models"].values():
            ids |= {each["id"] if isinstance(each, dict) else each for each in model.get("snapshots", ())}
            ids |= {*model.get("ids", {}).values()}
        known = "|".join(map(re.escape, sorted(ids, key=len, reverse=True)))
        whole = re.compile(rf"(?<![A-Za-z0-9_/.-])({known})(?![A-Za-z0-9_/-]|\.[A-Za-z0-9])")
        for number in range(1, times):
            own = re.sub(r"^family: ", f"family: copy{number}-", text, flags=re.MULTILINE)
            own = re.sub(r"^    base_path: ", rf"\g<0>/copy{number}", own, flags=re.MULTILINE)
            copied = whole.sub(rf"copy{number}-\1", own)
            (out / "models" / f"copy{number}-{file.name}").write_text(copied, "utf-8")
