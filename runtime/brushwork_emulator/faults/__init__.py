"""Fault injection: what goes wrong with a request, when, and what the client gets.

    api.faults.add("drop-after-accepting", endpoint="image-generation", nth=1)     # this very request
    Emulator(faults=Scenario([Rule("rate-limited:2", endpoint="*", times=3)]))      # or the path of a YAML file
    Emulator(chaos=Chaos(0.1, ["reset", "error-503"], seed=7))                      # one in ten
    curl -H 'X-Emulator-Fault: truncated-body:60%' …                                # for one request

`KINDS` has every fault by its name, with what it means.
"""

from . import bodies, connection, documents, files, heads, states, statuses
from .book import Faults
from .kinds import KINDS, Kind
from .load import load, scenario
from .rules import Chaos, Rule, Scenario

CATALOGUE = (connection, bodies, heads, statuses, documents, states, files)
"""The modules that define the kinds."""

__all__ = ["CATALOGUE", "KINDS", "Chaos", "Faults", "Kind", "Rule", "Scenario", "load", "scenario"]
