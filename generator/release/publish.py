"""`make publish`: says what would be uploaded, fails if it may not be; with `CONFIRM=yes` it uploads it with twine.

The key comes from twine's own settings (TWINE_PASSWORD, ~/.pypirc, keyring); nothing here reads one.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from generator.release.git import tags_here, uncommitted
from generator.release.project_files import Project, ReleaseError
from generator.release.wheel import Artifact, artifacts

Run = Callable[[Sequence[str]], int]


def publish(
    project: Project, folder: Path, say: Callable[[str], None], *, confirmed: bool, run: Run | None = None
) -> int:
    """Checks the files in `folder`, lists them, and uploads them if that is confirmed. Returns the exit code.

    A dry run tells of every reason against an upload, and its exit code is 1 if there is one; a confirmed one raises
    ReleaseError for the first.
    """
    run = run or _run
    found = tuple(artifacts(folder))
    if not found:
        raise ReleaseError(f"{folder} contains no wheel and no sdist; `make wheel` builds them")
    if code := run([sys.executable, "-m", "twine", "check", "--strict", *(str(each.path) for each in found)]):
        raise ReleaseError(f"twine check rejects them (exit code {code})")
    for each in found:
        say(f"{'uploading' if confirmed else 'would upload'} {each.path.name}  {each.size:,} bytes  sha256:{each.hash}")
    reasons = list(_against(project, found))
    if confirmed:
        if reasons:
            raise ReleaseError(f"not uploaded: {reasons[0]}")
        command = [sys.executable, "-m", "twine", "upload", "--non-interactive", "--disable-progress-bar"]
        return run([*command, *(str(each.path) for each in found)])
    for reason in reasons:
        say(f"it would not be uploaded: {reason}")
    say("Nothing was uploaded." if reasons else "Nothing was uploaded. `make publish CONFIRM=yes` uploads.")
    return 1 if reasons else 0


def _against(project: Project, found: tuple[Artifact, ...]) -> list[str]:
    """Why these files are not those of a release."""
    version, root = project.version(), project.root
    wanted = {f"brushwork-{version}-py3-none-any.whl", f"brushwork-{version}.tar.gz"}
    names = {each.path.name for each in found}
    reasons: list[str] = []
    if names != wanted:
        reasons.append(f"expected {' and '.join(sorted(wanted))}, found {' and '.join(sorted(names))}")
    if f"v{version}" not in tags_here(root):
        reasons.append(f"the commit has no tag v{version}; `make release` creates it")
    if dirty := uncommitted(root):
        reasons.append(f"{dirty[0]} is not committed")
    return reasons


def _run(command: Sequence[str]) -> int:
    return subprocess.run(command, check=False).returncode
