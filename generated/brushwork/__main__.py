"""The command `brushwork`, also available as `python -m brushwork`."""

from __future__ import annotations

import sys

try:
    from typing import Any

    from brushwork_cli import Package, run

    from ._version import SPEC_VERSION, __version__
    from .tables.api import API
except KeyboardInterrupt:  # while modules are read, before anything is done
    from brushwork_runtime import tr

    sys.stderr.write(tr("error: {message}", message=tr("interrupted")) + "\n")
    sys.exit(130)


def _client(**settings: Any) -> Any:
    from .client import Client

    return Client(**settings)


def _emulator(**settings: Any) -> Any:
    from .testing import Emulator

    return Emulator(**settings)


def _registry() -> Any:
    from .registry import REGISTRY

    return REGISTRY


def _texts(language: str) -> dict[str, str]:
    from .registry import texts

    return texts(language)


def _files() -> Any:
    from importlib.resources import files

    return files("brushwork")


PACKAGE = Package(
    version=__version__,
    spec_version=SPEC_VERSION,
    make_client=_client,
    make_emulator=_emulator,
    registry=_registry,
    texts=_texts,
    variables=API.environment,
    files=_files,
)
"""What the command uses of this package; each part is loaded when first needed."""


def main() -> int:
    """Run the command with the arguments of this process and return the exit code."""
    return run(PACKAGE)


if __name__ == "__main__":
    sys.exit(main())
