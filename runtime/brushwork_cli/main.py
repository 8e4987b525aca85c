"""Entry point of the command line, which needs click for everything but its version."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from brushwork_runtime import tr

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
        _tell(tr("interrupted"))
        return 130
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        _tell(tr("the command line needs click, which is not installed."), "pip install 'brushwork[cli]'")
        return 2


def _tell(message: str, hint: str | None = None) -> None:
    sys.stderr.write(tr("error: {message}", message=message) + "\n")
    if hint is not None:
        sys.stderr.write(tr("  hint: {hint}", hint=hint) + "\n")
