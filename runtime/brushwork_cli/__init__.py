"""The command `brushwork`: everything the clients do, from a shell."""

from brushwork_cli.main import run
from brushwork_cli.package import Package

__all__ = ["Package", "run"]
