"""The logger "brushwork", and the one function through which text passes before anyone may read it.

A line for each request, answer and repeated try, with its seconds and ids: queries at DEBUG, what is billed or fails at
INFO, oddities at WARNING. The environment variable BRUSHWORK_LOG (debug, info) has them written to stderr.

`logging` is imported at the first use, since it costs a fifth of what urllib3 does.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging import Logger

_SECRETS = (
    (r"(data:[\w.+-]+/[\w.+-]+;base64,)[\w+/=\-]+", r"\1…"),
    (r"(https?://[^\s\"'<>?]+)\?[^\s\"'<>]+", r"\1?…"),
    (
        r"(?i)([\"']?(?:OSSAccessKeyId|oss_access_key_id|Signature|policy)[\"']?\s*[:=]\s*[\"']?)[\w+/=%.-]+",
        r"\1…",
    ),
    (r"(?i)\b(sk-(?:ws-|sp-)?|st-|Bearer\s+)[\w.\-/+=]{4,}", r"\1…"),
)
"""What is hidden and what is shown in its place; compiled, and kept by `re`, when something is logged first."""

VARIABLE = "BRUSHWORK_LOG"

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


def redact(text: str) -> str:
    """`text` without API keys, queries of URLs (they hold signatures), upload policies and image data."""
    for pattern, shown in _SECRETS:
        text = re.sub(pattern, shown, text)
    return text


def debug(message: str, *values: object) -> None:
    """Log at DEBUG; nothing is formatted or redacted unless DEBUG is on."""
    log = logger()
    if log.isEnabledFor(10):
        log.debug("%s", redact(message % values))


def info(message: str, *values: object) -> None:
    """Log at INFO, redacted."""
    log = logger()
    if log.isEnabledFor(20):
        log.info("%s", redact(message % values))


def wanted() -> bool:
    """Whether anybody reads what is logged at INFO or DEBUG."""
    return logger().isEnabledFor(20)


def warning(message: str, *values: object) -> None:
    """Log at WARNING, redacted."""
    log = logger()
    if log.isEnabledFor(30):
        log.warning("%s", redact(message % values))
