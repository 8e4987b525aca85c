"""Rules for the probes of `conflicts`: they ask in one way, of a model of their family."""

from __future__ import annotations

from collections.abc import Mapping

from generator.check.findings import Findings, shown
from generator.ir import Json
from generator.problems import one_of

_WAYS = ("get", "send", "lifecycle")


def check_probes(findings: Findings, models: Mapping[str, Json]) -> None:
    """Records what is wrong in the probes of a document with these models."""
    for number in range(len(findings.items(("conflicts",)))):
        path = ("conflicts", number, "probe")
        probe = findings.mapping(path)
        if not probe or not findings.sound(path):
            continue
        ways = [way for way in _WAYS if probe.get(way)] or (["model"] if "model" in probe else [])
        if len(ways) != 1 or ("holds" in probe and ways != ["get"]) or ("send" in ways and "model" not in probe):
            wanted = "get, with holds or without, or a model, with send or without, or lifecycle"
            findings.add(path, "a probe asks in one way", expected=wanted, found=", ".join(probe))
            continue
        model = str(probe.get("model"))
        if "model" in probe and model not in models:
            message = "a probe asks about a model of its family"
            findings.add((*path, "model"), message, at_value=True, found=shown(model))
        elif "mode" in probe and probe["mode"] not in (known := _modes(findings, model)):
            expected = one_of(known)
            findings.add((*path, "mode"), f"{model} has no such mode", at_value=True, expected=expected)
        elif len(findings.mapping((*path, "send"))) > 1:
            findings.add((*path, "send"), "a probe sends one value", expected="one path", at_value=True)


def _modes(findings: Findings, model: str) -> tuple[str, ...]:
    only = findings.items(("models", model, "modes_only"))
    return tuple(map(str, only)) or tuple(findings.mapping(("modes",)))
