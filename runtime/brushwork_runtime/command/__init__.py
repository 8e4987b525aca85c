"""The command `brushwork`: the emulator on a port, and the demo."""

from brushwork_runtime.command.main import Package, run

__all__ = ["Package", "run"]
