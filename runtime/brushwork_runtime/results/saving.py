"""Saving a result: its images at the same time on a few threads, in their order, and none lost for another's sake."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from brushwork_runtime.base.cancellation import Cancellation
from brushwork_runtime.base.errors import BrushworkError
from brushwork_runtime.base.json_values import flag
from brushwork_runtime.results.atomic_file import write
from brushwork_runtime.results.fetching import unless_asked
from brushwork_runtime.results.filename_template import Names

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    from brushwork_runtime.results.result import Result

    Job = Callable[[Cancellation], Path]
    """Saves one image, unless it is told to stop."""

THREADS = 4
"""Images of one result that are fetched at the same time."""

_PATIENCE = 0.1
"""Seconds that an interrupted call waits for all of its threads; those that read a body have been woken."""


def save(
    result: Result,
    destination: str | os.PathLike[str],
    cancellation: Cancellation | None = None,
    *,
    overwrite: bool,
    metadata: bool,
    sidecar: bool,
) -> list[Path]:
    """See `Result.save`."""
    overwrite = flag("overwrite", overwrite)
    names = Names(destination, result.fields(), len(result.images))

    def job(index: int) -> Job:
        def work(stop: Cancellation) -> Path:
            return result.images[index].save_as(names.of(index), overwrite, metadata, sidecar, stop)

        return work

    outcomes = run([job(index) for index in range(len(result.images))], cancellation)
    paths = [outcome for outcome in outcomes if isinstance(outcome, Path)]
    for index, outcome in enumerate(outcomes):
        if not isinstance(outcome, Path):
            raise _telling(outcome, index, paths, len(outcomes))
    if result.story:
        page = names.folder / "index.md"
        write(result.markdown(page.parent).encode(), page, overwrite=overwrite)
        paths.append(page)
    return paths


def run(jobs: Sequence[Job], cancellation: Cancellation | None = None) -> list[Path | Exception]:
    """What became of each job, in their order. A `KeyboardInterrupt` stops those that run, and leaves nothing half."""
    stop = cancellation or Cancellation()
    outcomes = list[Path | Exception](ValueError("not begun") for _ in jobs)
    numbers = iter(range(len(jobs)))
    lock = threading.Lock()

    def work() -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            try:
                unless_asked(stop)
                outcomes[number] = jobs[number](stop)
            except Exception as error:
                outcomes[number] = error

    if len(jobs) < 2:
        work()
        return outcomes
    workers = [
        threading.Thread(target=work, name=f"brushwork-save-{number}", daemon=True)
        for number in range(min(THREADS, len(jobs)))
    ]
    try:
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    except BaseException:
        stop.ask()
        end = time.monotonic() + _PATIENCE
        for worker in workers:
            if worker.ident is not None:
                worker.join(max(0.0, end - time.monotonic()))
        raise
    return outcomes


def _telling(error: Exception, index: int, paths: Sequence[Path], count: int) -> Exception:
    """`error` with what was saved all the same."""
    if count > 1:
        saved = ", ".join(map(str, paths)) or "none"
        note = f"This is image {index + 1} of {count}. Saved: {saved}."
        if isinstance(error, BrushworkError):
            error.hint = f"{error.hint or ''} {note}".strip()
        else:
            error.add_note(note)
    return error
