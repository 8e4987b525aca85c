"""What the journal holds, as plain data: jobs, events, totals."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from typing import Any

State = Literal["planned", "sending", "submitted", "done", "failed", "rejected", "unknown", "expired", "skipped"]
"""planned, sending and submitted go on; the others are the end of a job.

    planned     not sent yet, or refused before any work and to be sent again
    sending     its request is on its way, or was when its process died: the one state in doubt, soon reconciled
    submitted   taken by the service; its pictures are to be fetched
    done        its pictures are saved
    failed      the service, or the checks, refused it; no picture
    rejected    a row of the input that was never a valid request
    unknown     nobody can tell whether it was made and billed; sent again only by name
    expired     made and billed, and lost: its task or its URLs were gone before they were fetched
    skipped     not sent, by decision
"""

STATES: tuple[State, ...] = (
    "planned",
    "sending",
    "submitted",
    "done",
    "failed",
    "rejected",
    "unknown",
    "expired",
    "skipped",
)
OPEN: tuple[State, ...] = ("planned", "sending", "submitted")
"""States that are not an end."""

Route = Literal["sync", "task"]


class Picture(TypedDict, total=False):
    """A picture of a job: its URL, and once it is saved its path, size in bytes, checksum and sides.

    `before` and `after` are the texts of the answer between which it stands, where there are any.
    """

    url: Required[str]
    before: str
    after: str
    file: str
    bytes: int
    sha256: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A row that passed the checks. `upper` is the most that it may cost, in `currency`; None where nobody knows.

    `line` is the line of the input, from 1; `request` the flat request; `route` what it is to be sent by; `images` the
    most that it may make.
    """

    key: str
    line: int
    request: Mapping[str, Any]
    model: str
    mode: str
    route: Route
    upper: Decimal | None
    currency: str | None
    images: int
    text: str | None = field(default=None, compare=False, repr=False)
    """The request in its canonical form, where that is made already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that is no valid request, and why; it is never sent."""

    key: str
    line: int
    request: Mapping[str, Any]
    error: str
    error_code: str = "InvalidRequest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A row of the journal as it stands. Moments are seconds since 1970.

    `cost` is what it cost by the list price, `billed` how many images that was for; `seconds` from its submission to
    its end. `files` are its pictures.
    """

    key: str
    position: int
    line: int
    model: str
    mode: str
    request: Mapping[str, Any]
    fingerprint: str
    state: State
    upper: Decimal | None
    currency: str | None
    images: int
    route: Route
    attempts: int
    owner: str | None
    sending_at: float | None
    task_id: str | None
    submitted_at: float | None
    finished_at: float | None
    cost: Decimal | None
    billed: int | None
    error_code: str | None
    error: str | None
    request_id: str | None
    files: tuple[Picture, ...]
    seconds: float | None

    @property
    def paths(self) -> tuple[str, ...]:
        """The files of its pictures that were saved."""
        return tuple([picture["file"] for picture in self.files if "file" in picture])

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to it by itself."""
        return self.state not in OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, as reports and progress show it. `key` is the job's, None for the batch as a whole.

    Kinds: added, submitted, done, failed, unknown, expired, skipped, retry, rerouted, slower, reconciled, adopted,
    expiring, budget, paused, stopped, stopping, resend, cancelled. submitted, done and failed are told to callbacks
    and not kept, since the jobs themselves say it.
    """

    at: float
    key: str | None
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What a batch may spend, has spent, and has reserved for what is under way, in one currency."""

    currency: str
    spent: Decimal
    reserved: Decimal
    budget: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What limits a model now: `per_second` submissions, `limit` jobs under way.

    Until the moment `held_until`, and while it is `stopped` for a reason, nothing of it is sent. Where the service
    throttled, the rate is `slower` than that of the documents by so much.
    """

    model: str
    per_second: float | None
    limit: int
    slower: float
    held_until: float
    stopped: str | None
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Where a batch stands. `states` counts its jobs, `by_model` those of each model; `images` are the saved ones.

    `collect_before` is the moment at which the first of the submitted jobs is lost if nobody fetches it; `working` how
    many processes are at work; `paused` why everything waits.
    """

    total: int
    states: Mapping[State, int]
    by_model: Mapping[str, Mapping[State, int]]
    images: int
    money: tuple[Money, ...]
    gates: tuple[Gate, ...]
    started: float | None
    ended: float | None
    collect_before: float | None
    working: int
    paused: str | None

    @property
    def open(self) -> int:
        """Jobs that have not ended."""
        return sum(self.states.get(state, 0) for state in OPEN)


def canonical(request: Mapping[str, Any]) -> str:
    """The request as the journal keeps it: JSON with its keys in order."""
    return _ENCODER.encode(request)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
"""One for all, since making one takes longer than a request."""


def fingerprint(request: Mapping[str, Any]) -> str:
    """What tells one request from another: the same for the same names and values, in whatever order."""
    return digest(canonical(request))


def digest(text: str) -> str:
    """The fingerprint of a request in its canonical form."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
