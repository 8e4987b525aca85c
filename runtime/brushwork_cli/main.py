"""Entry point of the command line, which needs click for everything but its version."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brushwork_cli.package import Package


def run(package: Package, arguments: Sequence[str] | None = None) -> int:
    """Run the command line (default: that of the process) and return its exit code; 2 where click is missing."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:
        sys.stdout.write(f"brushwork {package.version}\n")
        return 0
    try:
        from brushwork_cli.program import execute

        return execute(package, given)
    except KeyboardInterrupt:  # while modules are read, before anything is done
        return interrupted()
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        from brushwork_runtime import tr

        told = tr("the command line needs click, which is not installed.")
        hint = tr("  hint: {hint}", hint="pip install 'brushwork[cli]'")
        sys.stderr.write(f"{tr('error: {message}', message=told)}\n{hint}\n")
        return 2


def interrupted() -> int:
    """Say so, and return the exit code of it."""
    from brushwork_runtime import tr

    sys.stderr.write(tr("error: {message}", message=tr("interrupted")) + "\n")
    return 130
