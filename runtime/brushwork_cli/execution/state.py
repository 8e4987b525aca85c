"""The state of a call, so that an interrupt at any moment can say what is running and how to resume it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from brushwork_runtime import tr

if TYPE_CHECKING:
    from collections.abc import Generator

    from brushwork_cli.output.progress import Quiet
    from brushwork_runtime import Image

    Stage = Literal["preparing", "uploading", "sent", "waiting", "downloading"]


@dataclass(slots=True, kw_only=True)
class CallState:
    """A running call.

    `tasks` are the ids of the tasks on the server, which live for `task_seconds`; `images` are those that were made,
    `saved` the numbers of those saved.
    """

    task_seconds: int

    model: str = ""
    asynchronous: bool = False
    stage: Stage = "preparing"
    tasks: list[str] = field(default_factory=list[str])
    images: list[Image] = field(default_factory=list["Image"])
    saved: set[int] = field(default_factory=set[int])
    known: dict[str, Any] = field(default_factory=dict[str, Any])


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


def while_there(image: Image) -> str:
    """For how long its URL works, as the URL says itself, else as documented of the model."""
    end = image.expires_at
    if end is None:
        return tr("for a limited time")
    left = (end - datetime.now(UTC)).total_seconds()
    return tr("for {time}", time=spell(left)) if left > 0 else tr("no more")


def spell(seconds: float) -> str:
    """About how long: "30 days", "24 hours", "40 minutes"."""
    hours = round(seconds / 3600)
    if hours >= 72:
        return tr("{count} days", count=round(hours / 24))
    if hours:
        return tr("1 hour") if hours == 1 else tr("{count} hours", count=hours)
    minutes = round(seconds / 60)
    return tr("1 minute") if minutes == 1 else tr("{count} minutes", count=minutes)


def what_goes_on(state: CallState) -> str:
    """What someone who pressed Ctrl-C must know."""
    again = f"brushwork task wait {' '.join(state.tasks)}"
    if state.stage == "downloading":
        left = [image for number, image in enumerate(state.images) if number not in state.saved]
        those = "".join(f"\n{image.url}" for image in left)
        text = tr("{count} saved, {left} not yet", count=len(state.saved), left=len(left))
        if left:
            text += tr("; those are available {how_long} at:{those}", how_long=while_there(left[0]), those=those)
        return "\n".join([text, tr("Or fetch them with: {command}", command=again)]) if state.tasks else text
    if state.tasks:
        goes = tr("The task is still running") if len(state.tasks) == 1 else tr("The tasks are still running")
        within = tr(" within {time}", time=spell(state.task_seconds)) if state.task_seconds else ""
        return tr(
            "{goes} on the server and will be billed. To resume{within}: {command}",
            goes=goes,
            within=within,
            command=again,
        )
    if state.stage != "sent":
        return tr("No request that is billed was sent.")
    if state.asynchronous:
        command = f"brushwork task list --model {state.model}"
        return tr("The request was sent; its task may run. Look for it with: {command}", command=command)
    return tr("The request was sent; images may be made and billed, and this route has no task to resume.")
