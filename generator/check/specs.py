"""Checks loaded specs: first the structure of every file, then the rules that shapes cannot express.

Rules look only at what is sound in structure, so that one mistake gives one problem, and every mistake is in one run.
"""

from __future__ import annotations

from generator.check.api import check_common, check_endpoints
from generator.check.examples import check_examples
from generator.check.findings import Findings
from generator.check.models import check_models, check_replacements, check_twins
from generator.check.modes import check_modes
from generator.check.names import check_names
from generator.check.parameters import check_parameters
from generator.check.probes import check_probes
from generator.check.translations import check_texts
from generator.ir import Json
from generator.load.document import Document
from generator.load.folder import Loaded
from generator.problems import Problem, in_order
from generator.spec_language.family import FAMILY
from generator.spec_language.shape import Shape
from generator.spec_language.shared_files import API, ERRORS, SOURCES
from generator.spec_language.structure import Judge, Known


def check(loaded: Loaded) -> tuple[Problem, ...]:
    """Every problem of the specs, those of their YAML included, in the order of files and lines."""
    known = _known(loaded)
    api = _judge(loaded.api, API, known)
    judges = [api, _judge(loaded.errors, ERRORS, known), _judge(loaded.sources, SOURCES, known)]
    families = [_judge(family, FAMILY, known | _own_names(family, known)) for family in loaded.families]
    check_common(api)
    check_endpoints([api, *families])
    for judge in families:
        check_parameters(judge)
        check_modes(judge, loaded.api)
        check_models(judge)
    check_names(judge.findings for judge in families)
    check_twins(judge.findings for judge in families)
    check_replacements(judge.findings for judge in families)
    check_texts(judge.findings for judge in (*judges, *families))
    check_probes(api.findings, {})
    for judge in families:
        check_probes(judge.findings, judge.findings.mapping(("models",)))
        check_examples(judge.findings, loaded.api)
    found = [problem for judge in (*judges, *families) for problem in judge.findings.problems]
    return in_order([*loaded.problems, *found])


def _judge(document: Document, shape: Shape, known: Known) -> Judge:
    judge = Judge(Findings(document), known)
    if document.readable:
        judge.hold(shape, document.data, ())
    return judge


def _known(loaded: Loaded) -> dict[str, frozenset[str]]:
    """The names that all files may refer to; those of a file that cannot be read are left out."""
    known: dict[str, frozenset[str]] = {}
    if loaded.sources.readable:
        known["source"] = _names(loaded.sources, "sources")
    if loaded.api.readable:
        known["region"] = _names(loaded.api, "regions")
        known["endpoint"] = _names(loaded.api, "endpoints")
        known["response schema"] = _names(loaded.api, "schemas")
    if all(family.readable for family in loaded.families):
        known["model"] = frozenset().union(*(_names(family, "models") for family in loaded.families))
    return known


def _own_names(family: Document, known: Known) -> dict[str, frozenset[str]]:
    """The names that a family may refer to and others may not."""
    parameters = _names(family, "parameters")
    return {
        "parameter": parameters,
        "argument": parameters | _inputs(family) | {"prompt", "reference_images"},
        "input": _inputs(family),
        "mode": _names(family, "modes"),
        "own model": _names(family, "models"),
        **({"endpoint": known["endpoint"] | _names(family, "endpoints")} if "endpoint" in known else {}),
    }


def _inputs(family: Document) -> frozenset[str]:
    """The image inputs of all modes of a family."""
    modes = [*_mappings(family.data, "modes"), *_mappings(family.data, "models", "modes")]
    return frozenset(name for mode in modes for name in _mapping(mode.get("inputs")))


def _mappings(data: Json, *keys: str) -> list[dict[str, Json]]:
    """The mappings under the first of the keys; with further keys, those under them in each."""
    found = list(_mapping(_mapping(data).get(keys[0])).values())
    return (
        [_mapping(each) for each in found]
        if len(keys) == 1
        else [one for each in found for one in _mappings(each, *keys[1:])]
    )


def _mapping(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _names(document: Document, key: str) -> frozenset[str]:
    return frozenset(str(name) for name in _mapping(document.data.get(key)))
