"""What an error may say of the bill, held against what the emulator did and billed while the call lasted.

`check` is called after every call of a `Case`, and knows nothing of the fault. The words are those that a person reads:
message, hint and notes. A claim that is not in `CLAIMS` is no claim.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brushwork_runtime.base.errors import (
    APIError,
    BrushworkError,
    ConnectFailed,
    DownloadFailed,
    OutcomeUnknown,
    ResultExpired,
    ResultLost,
    ServerError,
    TaskExpired,
)
from brushwork_runtime.results.result import Result

if TYPE_CHECKING:
    from brushwork.testing import Emulator

WORK = {"multimodal-generation", "image-generation", "image2image", "text2image"}
UPLOADS = {"upload", "upload-policy"}

CLAIMS = {
    "none sent": r"nothing was sent|request for images was not sent",
    "none made": r"(?<!most likely )(nothing was made|no image was made|none was made|nothing (was )?billed)",
    "perhaps made": r"may have been made and billed",
    "probably made": r"probably made and billed",
    "made": r"images that were made are billed",
    "goes on": r"goes? on and (is|are) not lost",
    "asked for": r"is not known: client\.task\(",
}


class Account:
    """The emulator's side at a moment: what has arrived, what it billed, and the images of each task."""

    def __init__(self, api: Emulator) -> None:
        self.traffic = len(api.traffic)
        self.images = api.ledger.images
        self.accepted = len(api.ledger)
        self.tasks = {entry["task_id"]: entry["images"] for entry in api.ledger if entry["task_id"] is not None}


def claims(text: str) -> set[str]:
    """What a text says of the bill."""
    lowered = " ".join(text.lower().replace("most likely none was made and nothing billed", "").split())
    return {name for name, pattern in CLAIMS.items() if re.search(pattern, lowered)}


def check(outcome: object, before: Account, api: Emulator) -> None:
    """Assert that `outcome`, a result or what a call raised, claims nothing that the ledger contradicts."""
    if isinstance(outcome, Result):
        assert len(outcome.images) <= api.ledger.images
    if isinstance(outcome, BaseException):
        _check(outcome, before, api)


def _check(error: BaseException, before: Account, api: Emulator) -> None:
    after = Account(api)
    said = " ".join([str(error), *getattr(error, "__notes__", ())])
    told = claims(said)
    seen = api.traffic[before.traffic :]
    work = sum(one.method == "POST" and one.endpoint in WORK for one in seen)
    if not api.faults.rules and after.accepted == before.accepted:
        work = 0  # the service itself refused it, before any work
    made = after.images - before.images
    task_id = getattr(error, "task_id", None)
    own = after.tasks.get(str(task_id), 0)
    request = getattr(error, "request", None)
    aside = bool(seen) and not work and request is None and not any(one.endpoint in UPLOADS for one in seen)

    if "none sent" in told:
        assert not work, said
    if told & {"none sent", "none made"}:
        assert made <= 0, said
        assert own == 0, said
        assert not (aside and task_id is None and after.images), said
    if "perhaps made" in told or isinstance(error, (OutcomeUnknown, ResultLost)):
        assert request is not None or work or not seen, said
        assert not told & {"none sent", "none made"}, said
    if "perhaps made" in told:
        assert not isinstance(error, ConnectFailed), said
        assert not isinstance(error, APIError) or isinstance(error, ServerError), said
    if "probably made" in told:  # of a request that was accepted, which may have come to nothing
        assert made or own or not seen or after.accepted > before.accepted, said
    if "made" in told:
        assert made or own, said
    if "goes on" in told:
        assert not after.traffic or any(task in said for task in after.tasks), said
    if made > 0 and isinstance(error, BrushworkError):
        # The images are there and only a copy failed; the service does not know the task; the service itself refuses.
        silent = (DownloadFailed, ResultExpired, TaskExpired, APIError)
        spoken = {"perhaps made", "probably made", "made", "goes on", "asked for"}
        assert isinstance(error, silent) or told & spoken, said
