"""The command `brushwork`: everything the clients do, from a shell."""

from brushwork_runtime.command.main import run
from brushwork_runtime.command.package import Package

__all__ = ["Package", "run"]
