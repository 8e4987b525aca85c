"""The logger "brushwork". Every record is one line, without secrets and control characters (`redact.shown`).

A line for each request, answer and further attempt, with seconds and ids: queries at DEBUG, what is billed or fails at
INFO, oddities at WARNING. The environment variable BRUSHWORK_LOG (debug, info) has them written to stderr.

`logging` is imported at the first use, since it costs a fifth of what urllib3 does.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from brushwork_runtime.base.redact import masked as redact, shown

__all__ = ["debug", "info", "logger", "redact", "wanted", "warning"]

if TYPE_CHECKING:
    from logging import Logger

VARIABLE = "BRUSHWORK_LOG"

_LONGEST = 4000
"""Characters of a record."""

_logger: Logger | None = None


def logger() -> Logger:
    """The logger of this package, named "brushwork"; it has no handler of its own but for the one of BRUSHWORK_LOG."""
    global _logger  # noqa: PLW0603 - made once, and any two of them are the same object
    if _logger is None:
        import logging

        made = logging.getLogger("brushwork")
        level = os.environ.get(VARIABLE, "").strip().upper()
        if level in ("DEBUG", "INFO", "WARNING") and not any(handler.name == VARIABLE for handler in made.handlers):
            handler = logging.StreamHandler()
            handler.name = VARIABLE
            handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
            made.addHandler(handler)
            made.setLevel(level)
        _logger = made
    return _logger


def debug(message: str, *values: object) -> None:
    """Log at DEBUG; nothing is formatted or redacted unless DEBUG is on."""
    log = logger()
    if log.isEnabledFor(10):
        log.debug("%s", _record(message, values))


def info(message: str, *values: object) -> None:
    """Log at INFO, redacted."""
    log = logger()
    if log.isEnabledFor(20):
        log.info("%s", _record(message, values))


def wanted() -> bool:
    """Whether anybody reads what is logged at INFO or DEBUG."""
    return logger().isEnabledFor(20)


def warning(message: str, *values: object) -> None:
    """Log at WARNING, redacted."""
    log = logger()
    if log.isEnabledFor(30):
        log.warning("%s", _record(message, values))


def _record(message: str, values: tuple[object, ...]) -> str:
    try:
        text = message % values
    except Exception:  # what was handed to us, such as a hook's error, may not be able to say what it is
        text = message
    return shown(text, length=_LONGEST)
