"""A question to the service: requests whose refusal, or whose result, tells which side of a conflict is right.

A free question is asked in trials. The request of a trial is refused under either side, for a reason of its own; what
the service names in its refusal tells whether it would have taken the disputed thing. That says nothing where it
looks at the other reason first, so each trial has controls: the same request with something that no side takes in the
place of the disputed thing. Only if the service names that, its silence about the disputed thing counts.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from generator.ir import Dispute, Json, Location
from generator.sides import Side

Kind = Literal["value", "image", "route", "model", "get", "result"]
"""What is in question: a value in a body, a picture that goes in, a route, whether there is a model, what a GET
answers, or what comes out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What goes out; `path` begins with the base path. `named` are words for what is refused in it, or may be."""

    method: Literal["GET", "POST"]
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: dict[str, Any] | None = None
    named: tuple[str, ...] = ()
    told: str = ""
    """What is asked about, in words."""

    @property
    def model(self) -> str:
        """The model that it asks for; none of a GET."""
        return str(self.body["model"]) if self.body else ""

    @property
    def shows_a_picture(self) -> bool:
        """Whether a picture goes in."""
        return "data:image" in json.dumps(self.body)

    def key(self, region: str) -> str:
        """The same for the same request to a region, whatever it is asked for."""
        said = json.dumps([region, self.method, self.path, self.headers, self.body], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Controls, each of which the service must refuse by name, then the request that decides.

    `proof` says for each of them why it is refused under every side of every conflict: rules of the specs. With `edge`
    the last control lies just outside a bound, and the others far: if it alone is not named, the bound is wider.
    """

    controls: tuple[Request, ...]
    asked: Request
    proof: tuple[str, ...]
    edge: bool = False

    @property
    def requests(self) -> tuple[Request, ...]:
        """All, in the order in which they are sent."""
        return (*self.controls, self.asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A request that makes pictures, at most for so much; `expected` is what comes out under each side, if known."""

    request: Request
    cost: Decimal
    currency: str
    reads: str
    """The parameter whose effect is read off the answer."""
    expected: dict[Side, Json]
    usage: dict[str, str]
    """Name -> the key of `usage` that has it here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, and how; `reason` says why it is not, or not for free.

    `groups` has trials for each model that it is about: the first trial that tells decides, and all groups must say the
    same. `taken` is the side that holds if the service takes what is disputed. `regions`: whose keys can ask it.
    """

    id: str
    kind: Kind
    about: str
    location: Location
    taken: Side = "fact"
    regions: tuple[str, ...] = ()
    groups: tuple[tuple[Trial, ...], ...] = ()
    priced: Priced | None = None
    reason: str = ""
    holds: str = ""
    """The key that the answer of a GET has if it is taken."""
    until: str = ""
    """The day after which a model that is there tells something; before it, it was to be expected."""
    mortal: bool = False
    """A model that is not there may have retired, so that its absence tells nothing."""
    dispute: Dispute | None = None

    @property
    def free(self) -> bool:
        """Whether every request of it is proven to be refused, or is a GET."""
        return bool(self.groups)

    @property
    def requests(self) -> tuple[Request, ...]:
        """Every request that it may send; fewer if an early trial tells."""
        free = [request for group in self.groups for trial in group for request in trial.requests]
        return (*free, *((self.priced.request,) if self.priced else ()))
