"""Whether the version of the package is high enough for what broke in the specs since the last release.

What does not break is for the release to count: a new model needs no new version on the day it is written.
"""

from __future__ import annotations

from pathlib import Path

from generator.diff.comparison import Comparison, Side, compared
from generator.diff.ir_json import ReadError
from generator.diff.report import plain
from generator.ir import Spec
from generator.phrasing import plural
from generator.release.project_files import Project, ReleaseError

_SHOWN = 3


def since_release(project: Project, spec: Spec) -> Comparison:
    """What changed since the last release. Raises ReadError."""
    released = project.released()
    return compared(
        Side(name=str(released.version), spec=released.spec, version=released.version), Side(name="specs", spec=spec)
    )


def too_low(specs: Path, spec: Spec) -> str | None:
    """What is wrong with the version; None if nothing is, or if the specs do not belong to a project."""
    project = Project(specs=specs)
    if not project.pyproject.exists():
        return None
    try:
        version, comparison = project.version(), since_release(project, spec)
    except (ReadError, ReleaseError) as error:
        return f"{error}\n"
    wanted = comparison.version
    if wanted is None or version >= wanted or comparison.level != "breaking":
        return None
    gravest = [entry for entry in comparison.entries if entry.level == comparison.level]
    lines = [
        f"the version is {version}, too low for what changed in the specs since {comparison.old.name}: "
        f"a breaking change makes it {wanted} or higher",
        *(f"    {plain(entry.text)}" for entry in gravest[:_SHOWN]),
    ]
    if gravest[_SHOWN:]:
        lines.append(f"    and {plural(len(gravest) - _SHOWN, 'other change')}: python -m generator diff")
    lines.append("`make bump` raises it.")
    if project.released().date is None:
        lines.append(f"{comparison.old.name} is not released yet: `make baseline` sets it to these specs instead.")
    return "\n".join(lines) + "\n"
