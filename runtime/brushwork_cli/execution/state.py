"""The state of a call, so that an interrupt at any moment can say what is running and how to resume it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Generator

    from brushwork_cli.output.progress import Quiet

    Stage = Literal["preparing", "uploading", "sent", "waiting", "downloading"]


@dataclass(slots=True, kw_only=True)
class CallState:
    """A running call.

    `tasks` are the ids of the tasks on the server, `urls` the images that were made, `saved` the numbers of those
    saved.
    """

    model: str = ""
    asynchronous: bool = False
    stage: Stage = "preparing"
    tasks: list[str] = field(default_factory=list[str])
    urls: list[str] = field(default_factory=list[str])
    saved: set[int] = field(default_factory=set[int])


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a call. `hint` says what is still running and how to resume it."""

    def __init__(self, hint: str, tasks: list[str]) -> None:
        super().__init__("interrupted")
        self.hint = hint
        self.task_id = tasks[0] if len(tasks) == 1 else None


@contextmanager
def interruptible(state: CallState, shown: Quiet) -> Generator[None]:
    """Clear the progress display at the end; an interrupt inside is raised as `Interrupted`."""
    try:
        yield
    except KeyboardInterrupt as error:
        raise Interrupted(what_goes_on(state), state.tasks) from error
    finally:
        with suppress(Exception):  # a terminal that is gone costs no image
            shown.close()


def what_goes_on(state: CallState) -> str:
    """What someone who pressed Ctrl-C must know."""
    again = f"brushwork task wait {' '.join(state.tasks)}"
    if state.stage == "downloading":
        left = [url for number, url in enumerate(state.urls) if number not in state.saved]
        those = "".join(f"\n{url}" for url in left)
        text = f"{len(state.saved)} saved, {len(left)} not yet; those are available for 24 hours at:{those}"
        return f"{text}\nOr fetch them with: {again}" if state.tasks else text
    if state.tasks:
        goes = "The task is still running" if len(state.tasks) == 1 else "The tasks are still running"
        return f"{goes} on the server and will be billed. To resume within 24 hours: {again}"
    if state.stage != "sent":
        return "No request that is billed was sent."
    if state.asynchronous:
        return f"The request was sent; its task may run. Look for it with: brushwork task list --model {state.model}"
    return "The request was sent; images may be made and billed, and this route has no task to resume."
