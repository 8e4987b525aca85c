"""One call from the estimate to the saved images: what `gen` and its variants do, and the end of `task wait`."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from brushwork_cli import streams
from brushwork_cli.execution.hooks import Hooks
from brushwork_cli.execution.prepare import log_to_stderr, prepare
from brushwork_cli.execution.state import CallState, interruptible, while_there
from brushwork_cli.options.budget import hold, limits
from brushwork_cli.options.request import flat
from brushwork_cli.output import result as printing
from brushwork_cli.output.progress import Quiet, progress
from brushwork_cli.output.saving import check, check_streamed, save
from brushwork_cli.settings import records
from brushwork_cli.settings.records import Record
from brushwork_cli.slips import Slip
from brushwork_runtime import BrushworkError, PartialResult, Result, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Any

    from brushwork_cli.options.execution import ExecutionOptions
    from brushwork_cli.options.request import RequestOptions
    from brushwork_cli.output.saving import Saved
    from brushwork_cli.session import Session
    from brushwork_runtime import Estimate, Pixels, Prepared, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A running call: its state, its progress display, its start, and how its images are saved."""

    session: Session
    execution: ExecutionOptions
    state: CallState
    shown: Quiet
    started: float = field(default_factory=time.monotonic)


def begin(session: Session, execution: ExecutionOptions) -> Call:
    """A call that has not done anything yet."""
    state = CallState(task_seconds=session.registry.api.lifetimes.get("task", 0))
    return Call(session=session, execution=execution, state=state, shown=progress(session))


def make(session: Session, options: RequestOptions, execution: ExecutionOptions, mode: str | None = None) -> None:
    """Check the request and the budget, send it and save the images. Raises what the client raises."""
    if session.emulator and not execution.wait:
        raise Slip(tr("--emulator has no task to wait for: it ends with this command."), tr("Leave out --no-wait."))
    call = begin(session, execution)
    with session.client(Hooks(session, call.state, call.shown).hooks) as client:
        prepared = prepare(session, client, options, mode)
        call.state.model, call.state.asynchronous = prepared.model_id, prepared.route.protocol == "async"
        call.state.known = _known(session, prepared, options, mode)
        estimate = prepared.estimate()
        destination = _destination(session, execution, prepared)
        check(destination, estimate.images_maximum or 1, execution, form=prepared.mode.results.format)
        check_streamed(session, execution, destination, estimate.images_maximum)
        session.unlock(client)
        hold(estimate, limits(session, execution.max_cost, options, mode), agreed=execution.yes)
        session.say(_headline(prepared, estimate) + (tr("  (emulator: nothing is billed)") if session.emulator else ""))
        if execution.wait:
            finish(call, prepared.send, destination)
        else:
            _submit(call, prepared)


def _known(session: Session, prepared: Prepared[Any, Any], options: RequestOptions, mode: str | None) -> dict[str, Any]:
    """What the history is told of a request before it is sent."""
    found, given = flat(options, session, mode)
    request = {name: value for name, value in {**found, **given}.items() if name not in ("fit", "inline")}
    return {
        "model": prepared.model_id,
        "mode": prepared.mode.name,
        "prompt": prepared.prompt,
        "region": prepared.settings.region,
        "estimate": f"{price.currency} {price.maximum}" if (price := prepared.estimate()).known else None,
        "request": records.storable({**request, "model": prepared.model_id}),
    }


def dry_run(session: Session, options: RequestOptions, mode: str | None = None) -> None:
    """Print what would be sent."""
    from brushwork_cli.execution.dry_run import show

    with session.client() as client:
        show(prepare(session, client, options, mode), as_json=session.json)


def finish(call: Call, work: Callable[[], Result], destination: str, size: Pixels | None = None) -> None:
    """Wait for the result of `work`, save and report it; then raise the error of any part that failed.

    `size` is the one that the images get, where their call is one of another process.
    """
    with interruptible(call.state, call.shown):
        with log_to_stderr(call.session):
            try:
                result, failure = _made(work)
            except BaseException:
                _remember_task(call)
                raise
        call.state.stage, call.state.images = "downloading", list(result.images)
        with log_to_stderr(call.session):
            saved = save(result, destination, call.state, call.execution, size)
    if isinstance(failure, BrushworkError) and (told := saved.told()):
        failure.hint = f"{told} {failure.hint or ''}".strip()
    failure = failure or saved.failure()
    with _done(call, saved):
        _tell(call, result, saved, failure)
    remember(call, result, saved)
    if failure is not None:
        raise failure


def remember(call: Call, made: Result | Task, saved: Saved | None = None) -> None:
    """Put the call into the history, unless none is kept; nothing of it changes how the call ended."""
    with suppress(Exception):
        if not records.wanted(call.session.configuration["history"]):
            return
        state = call.state
        known: dict[str, Any] = {"model": made.model, "mode": made.mode}
        if not isinstance(made, Result):
            known["task_id"] = made.id
        else:
            cost = made.cost
            known |= {"task_id": made.task_id, "request_id": made.request_id, "seed": made.seed}
            known["images"] = len(made.images)
            known["cost"] = f"{cost.currency} {cost.maximum}" if cost and cost.known else None
        earlier = state.known or records.of_task(known["task_id"])
        if not earlier and not known["model"]:
            return
        known |= {name: value for name, value in earlier.items() if known.get(name) is None}
        paths = [str(path.resolve() if isinstance(path, Path) else path) for path in saved.files] if saved else []
        seconds = round(time.monotonic() - call.started, 2)
        records.add(Record(**known, paths=paths, seconds=seconds, emulator=call.session.emulator))


def _remember_task(call: Call) -> None:
    """Put the task of a call that ended without a result into the history: it may still run."""
    with suppress(Exception):
        if call.state.known and call.state.tasks and records.wanted(call.session.configuration["history"]):
            known: dict[str, Any] = {**call.state.known, "task_id": call.state.tasks[0]}
            records.add(Record(**known, emulator=call.session.emulator))


@contextmanager
def _done(call: Call, saved: Saved) -> Generator[None]:
    """Around everything reported about a finished call: an error there does not change how the call ended."""
    try:
        yield
    except KeyboardInterrupt:
        if len(call.state.tasks) > 1:  # others are waited for
            raise
    except Exception as error:
        streams.mute()
        streams.talk(
            tr(
                "warning: the images are saved, but not everything could be shown: {error}",
                error=": ".join((type(error).__name__, str(error))),
            )
        )
        for path in saved.files:
            streams.talk(str(path))


def _made(work: Callable[[], Result]) -> tuple[Result, BrushworkError | OSError | None]:
    """The result, and the error if only a part was made."""
    try:
        return work(), None
    except PartialResult as error:
        if not isinstance(error.result, Result):
            raise
        return error.result, error


def _tell(call: Call, result: Result, saved: Saved, failure: Exception | None) -> None:
    session, execution = call.session, call.execution
    seconds = time.monotonic() - call.started
    if session.json:
        known = printing.as_json(result, saved, seconds, response=execution.response)
        if failure is None:
            streams.document(known)
        else:
            session.beside = known
    else:
        printing.tell(session, result, saved, seconds, response=execution.response)
        for image, _ in saved.failed:
            told = tr("not saved; available {how_long} at: {url}", how_long=while_there(image), url=image.url)
            streams.talk(told)
    paths = [path for path in saved.paths if path]
    if execution.copy or execution.copy_path:
        from brushwork_cli.output import clipboard

        clipboard.copy(paths, picture=execution.copy)
    here = [path for path in paths if isinstance(path, Path)]
    if (execution.preview and not session.json) or execution.open:
        from brushwork_cli.output import preview

        if execution.preview and not session.json:
            preview.show(here)
        if execution.open:
            preview.view(here)


def _submit(call: Call, prepared: Prepared[Any, Any]) -> None:
    """--no-wait: the task's id is the data."""
    with interruptible(call.state, call.shown), log_to_stderr(call.session):
        task = prepared.submit()
    remember(call, task)
    if call.session.json:
        streams.document({"task_id": task.id, "status": task.status, "model": task.model})
    else:
        streams.data(task.id)
        call.session.say(tr("To fetch its images: {command}", command=" ".join(("brushwork task wait", task.id))))


def _destination(session: Session, execution: ExecutionOptions, prepared: Prepared[Any, Any]) -> str:
    """The destination: -o, else the configuration, else here; an interleaved result gets a folder of its own."""
    named = execution.output or session.configuration["output"]
    return named or ("{model}-{id}/{i}.{ext}" if prepared.mode.output == "parts" else ".")


def _headline(prepared: Prepared[Any, Any], estimate: Estimate) -> str:
    cost = tr("estimate {cost}", cost=estimate) if estimate.known else tr("cost {cost}", cost=estimate)
    return f"{prepared.model_id} {prepared.mode.name}  {cost}"
