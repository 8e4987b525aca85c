"""From the folder of specs to the text of every generated file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.check import check, check_requests
from generator.ir import Spec
from generator.load import Loaded, load
from generator.plan import plan
from generator.problems import SpecError


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """Specs in which no problem was found."""

    loaded: Loaded
    spec: Spec


def planned(specs: Path) -> Planned:
    """Loads, checks and plans the specs. Raises SpecError with every problem in them."""
    return sound(load(specs))


def sound(loaded: Loaded) -> Planned:
    """Checks and plans what was loaded. Raises SpecError with every problem in it."""
    problems = check(loaded)
    if problems:
        raise SpecError(problems, loaded.lines)
    spec = plan(loaded)
    problems = check_requests(loaded, spec)
    if problems:
        raise SpecError(problems, loaded.lines)
    return Planned(loaded=loaded, spec=spec)


def rendered(specs: Path) -> dict[str, str]:
    """Every generated file by its path. Raises SpecError."""
    spec = planned(specs).spec
    from generator.render import render  # templates and the type generator load only for sound specs

    return render(spec)
