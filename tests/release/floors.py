"""The lowest versions that pyproject.toml allows, as constraints for pip: `python -m tests.release.floors`."""

from __future__ import annotations

import re
import sys
import tomllib
from itertools import chain

from tests.release.built import ROOT

_FLOOR = re.compile(r"([\w.-]+)(?:\[[\w,]+\])?>=([\d.]+)(,.*)?")


def floors() -> dict[str, str]:
    """Package -> the lowest version of it that the wheel and every extra allow."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found: dict[str, str] = {}
    for line in chain(project["dependencies"], *project["optional-dependencies"].values()):
        stated = _FLOOR.fullmatch(line.replace(" ", ""))
        if stated is None:
            raise ValueError(f"pyproject.toml: {line!r} states no lowest version; expected name>=version")
        name, version, _ = stated.groups()
        found[name] = max(found.get(name, "0"), version, key=lambda each: [int(part) for part in each.split(".")])
    return found


def constraints() -> str:
    """The floors as lines for `pip install -c`."""
    return "".join(f"{name}=={version}\n" for name, version in sorted(floors().items()))


if __name__ == "__main__":
    sys.stdout.write(constraints())
