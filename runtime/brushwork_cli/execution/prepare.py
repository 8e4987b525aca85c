"""From the options to a prepared request; its warnings go to stderr."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from brushwork_cli import streams
from brushwork_cli.options.request import flat
from brushwork_runtime import InvalidRequest, log, tr

if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from brushwork_cli.options.request import RequestOptions
    from brushwork_cli.session import Session
    from brushwork_runtime import Prepared, Result, SyncClient, Task


def prepare(
    session: Session,
    client: SyncClient,
    options: RequestOptions,
    mode: str | None = None,
    *,
    stand_in: str | None = None,
) -> Prepared[Result, Task]:
    """Check and build the request, with `stand_in` for a prompt that is missing.

    Raises `InvalidRequest` with every violation, `click.UsageError`.
    """
    request, written = flat(options, session, mode, stand_in)
    typed = (
        options.file is None and options.curl is None
    ) or options.local_files  # what a file says may be somebody else's
    given: dict[str, Any] = {**written, "local_files": typed}
    with log_to_stderr(session):
        try:
            prepared = client.prepare(request, on_unsupported="drop" if options.compat else "error", **given)
        except InvalidRequest as error:
            from brushwork_cli.slips import explained

            raise explained(error, session, options, mode) from error
    for told in prepared.fitted:
        session.say(told)
    return prepared


@contextmanager
def log_to_stderr(session: Session, *, once: bool = False) -> Generator[None]:
    """Warnings and log records of the package as plain lines on stderr, without Python's file names.

    With `once` the same warning is shown a single time, as where thousands of requests share it.
    """
    import logging

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            text = record.getMessage()
            streams.talk(tr("warning: {text}", text=text) if record.levelno >= logging.WARNING else text)

    shown = set[str]()

    def show(message: Warning | str, *_: object, **__: object) -> None:
        text = str(message)
        if not once or text not in shown:
            streams.talk(tr("warning: {text}", text=text))
        shown.add(text)

    logger, handler, level = log.logger(), Lines(), log.logger().level
    logger.addHandler(handler)
    logger.setLevel(logging.ERROR if session.quiet else logging.DEBUG if session.verbose > 1 else logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore" if session.quiet else "always")
        warnings.showwarning = show
        try:
            yield
        finally:
            logger.removeHandler(handler)
            logger.setLevel(level)
