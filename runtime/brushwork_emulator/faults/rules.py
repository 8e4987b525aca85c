"""When a fault strikes: at the nth request to an endpoint, by chance with a fixed seed, or for what a file says."""

from __future__ import annotations

import random
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, cast

from .kinds import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .kinds import Fault


class Rule:
    """The fault that strikes `times` requests of an endpoint from number `nth` on; `times` None: all of them.

    `endpoint` is a name of the API's paths ("image-generation", "task", …), "result" for result files, "upload" for the
    form upload, or a pattern of such names ("task*", "*"). Requests count from the moment that the rule is made.
    """

    __slots__ = ("endpoint", "fault", "nth", "seen", "times")

    def __init__(
        self, fault: str, *, endpoint: str = "*", argument: object = None, nth: int = 1, times: int | None = 1
    ) -> None:
        if nth < 1 or (times is not None and times < 1):
            raise ValueError(f"requests count from 1: nth={nth}, times={times}")
        self.fault: Fault = named(fault if argument is None else f"{fault}:{argument}")
        self.endpoint = endpoint
        self.nth = nth
        self.times = times
        self.seen = 0

    def strikes(self, endpoint: str) -> bool:
        """Count a request to `endpoint`; whether the fault strikes it."""
        if not fnmatchcase(endpoint, self.endpoint):
            return False
        self.seen += 1
        return self.seen >= self.nth and (self.times is None or self.seen < self.nth + self.times)

    @property
    def over(self) -> bool:
        """Whether it has struck for the last time."""
        return self.times is not None and self.seen >= self.nth + self.times - 1

    def __repr__(self) -> str:
        return f"<Rule {self.fault!r} at {self.endpoint} from {self.nth}, {self.times or 'all'} times>"


class Chaos:
    """Faults by chance: each request is struck with probability `rate`, by one of `faults` ("name" or "name:argument").

    What happens to request number n of an endpoint depends on `seed` alone, whatever other threads do meanwhile.
    """

    __slots__ = ("endpoint", "faults", "rate", "seed", "seen")

    def __init__(self, rate: float, faults: Iterable[str], *, seed: int = 0, endpoint: str = "*") -> None:
        if not 0 <= rate <= 1:
            raise ValueError(f"a probability must be between 0 and 1: rate={rate}")
        self.rate = rate
        self.faults = [named(fault) for fault in faults]
        self.seed = seed
        self.endpoint = endpoint
        self.seen: dict[str, int] = {}
        if not self.faults:
            raise ValueError("chaos needs at least one fault")

    def __repr__(self) -> str:
        return f"<Chaos {self.rate:g} at {self.endpoint}: {', '.join(map(str, self.faults))}>"

    def draw(self, endpoint: str) -> Fault | None:
        """The fault of the next request to `endpoint`, if chance has one for it."""
        if not fnmatchcase(endpoint, self.endpoint):
            return None
        number = self.seen[endpoint] = self.seen.get(endpoint, 0) + 1
        chance = random.Random(f"{self.seed} {endpoint} {number}")
        return chance.choice(self.faults) if chance.random() < self.rate else None


class Scenario:
    """Rules, of which the first that strikes a request decides, and `chaos` for the requests that none strikes."""

    __slots__ = ("chaos", "rules")

    def __init__(self, rules: Iterable[Rule] = (), chaos: Chaos | None = None) -> None:
        self.rules = list(rules)
        self.chaos = chaos

    def __repr__(self) -> str:
        return f"Scenario({self.rules!r}, {self.chaos!r})"

    @classmethod
    def of(cls, document: object, where: str = "the scenario") -> Scenario:
        """The scenario of a decoded file: {"faults": [{"fault": …, "endpoint": …, "nth": …}], "chaos": {"rate": …}}."""
        fields = _fields(document, where, ("faults", "chaos"))
        listed = fields.get("faults", [])
        if not isinstance(listed, list):
            raise ValueError(f"{where}: 'faults' is a list")
        rules = [rule(entry, f"{where}, fault {n}") for n, entry in enumerate(cast("list[object]", listed), 1)]
        chaos = fields.get("chaos")
        return cls(rules, None if chaos is None else _chaos(chaos, f"{where}, chaos"))


def rule(entry: object, where: str) -> Rule:
    """The rule of an entry of a scenario. Raises ValueError, with `where` in front."""
    fields = _fields(entry, where, ("fault", "argument", "endpoint", "nth", "times"))
    fault, endpoint, nth, times = (
        fields.get("fault"),
        fields.get("endpoint", "*"),
        fields.get("nth", 1),
        fields.get("times", 1),
    )
    if not (isinstance(fault, str) and isinstance(endpoint, str) and isinstance(nth, int)):
        raise ValueError(f"{where}: 'fault' and 'endpoint' are texts, 'nth' is a number")
    if isinstance(fields.get("argument"), (dict, list)):
        raise ValueError(f"{where}: 'argument' must be a string or a number")
    if times is not None and not isinstance(times, int):
        raise ValueError(f"{where}: 'times' must be a number, or null for all further requests")
    try:
        return Rule(fault, endpoint=endpoint, argument=fields.get("argument"), nth=nth, times=times)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None


def _chaos(entry: object, where: str) -> Chaos:
    fields = _fields(entry, where, ("rate", "faults", "seed", "endpoint"))
    rate, seed, endpoint, faults = (
        fields.get("rate"),
        fields.get("seed", 0),
        fields.get("endpoint", "*"),
        fields.get("faults"),
    )
    if not (isinstance(rate, int | float) and isinstance(seed, int) and isinstance(endpoint, str)):
        raise ValueError(f"{where}: 'rate' and 'seed' are numbers, 'endpoint' is a text")
    if not isinstance(faults, list):
        raise ValueError(f"{where}: 'faults' must be a list of names")
    try:
        return Chaos(rate, [str(name) for name in cast("list[object]", faults)], seed=seed, endpoint=endpoint)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None


def _fields(document: object, where: str, known: tuple[str, ...]) -> Mapping[str, object]:
    if not isinstance(document, dict):
        raise ValueError(f"{where}: expected a mapping with {', '.join(known)}")
    fields = cast("dict[str, object]", document)
    for name in fields:
        if name not in known:
            raise ValueError(f"{where}: {name!r} is not one of {', '.join(known)}")
    return fields
