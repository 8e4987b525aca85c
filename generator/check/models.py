"""Rules about the regions, prices and limits of each model."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise, product
from math import inf

from generator.check.conflicts import check_conflicts
from generator.check.facts import Fact, Use, uses
from generator.check.findings import Findings, shown
from generator.check.modes import check_test
from generator.ir import Json
from generator.load.document import Path
from generator.spec_language.family import PRICE_TERMS, REGION_FIELDS
from generator.spec_language.structure import Judge, missing


def check_models(judge: Judge) -> None:
    """Records what is wrong with regions, prices and limits of the models of a family."""
    findings = judge.findings
    by_model: dict[str, list[Use]] = {}
    for use in uses(findings):
        by_model.setdefault(use.model, []).append(use)
    for model, modes in by_model.items():
        _check_regions(judge, model)
        for key in ("prices", "rate_limits"):
            for path in _entries(findings, model, key):
                _check_region_known(findings, path, _available(findings, model))
        prices = _entries(findings, model, "prices")
        for path in prices:
            _check_when(findings, path, modes)
            _check_price(findings, path, modes)
        _check_cases(findings, prices, modes)
        _check_lifecycle(findings, model)
        _check_ids(findings, model)
        _check_mode_overrides(findings, model, modes)


def _check_lifecycle(findings: Findings, model: str) -> None:
    for path in (("lifecycle",), ("models", model, "lifecycle")):
        entry = findings.mapping(path)
        if not findings.sound(path):
            continue
        if entry.get("replacement") == model:
            findings.add((*path, "replacement"), "a model does not replace itself", at_value=True)
        announced, retires = entry.get("announced"), entry.get("retires")
        if isinstance(announced, str) and isinstance(retires, str) and announced > retires:
            expected = f"{announced} or later"
            findings.add((*path, "retires"), "it ends before that is announced", at_value=True, expected=expected)
        if entry and not retires and not entry.get("replacement"):
            findings.add(path, "a lifecycle that says nothing", expected="retires, replacement, or both")


def check_replacements(families: Iterable[Findings]) -> None:
    """Records a replacement that ends no later than what it replaces."""
    ends: dict[str, tuple[Findings, Path, dict[str, Json]]] = {}
    for findings in families:
        for model in findings.mapping(("models",)):
            places: tuple[Path, ...] = (("lifecycle",), ("models", model, "lifecycle"))
            for path in places:
                if (entry := findings.mapping(path)) and findings.sound(path):
                    ends[model] = findings, path, entry
    reported = set[tuple[str, Path]]()
    for findings, path, entry in ends.values():
        replacement, place = entry.get("replacement"), (findings.document.file, path)
        _, _, other = ends.get(str(replacement), (findings, path, {}))
        dates = other.get("retires"), entry.get("retires")
        if place not in reported and all(isinstance(date, str) for date in dates) and str(dates[0]) <= str(dates[1]):
            reported.add(place)
            message = f"{replacement} ends no later itself"
            findings.add(
                (*path, "replacement"), message, at_value=True, expected=f"a model that goes on after {dates[1]}"
            )


def check_twins(families: Iterable[Findings]) -> None:
    """Records a model that cannot take over calls without images."""
    families = tuple(families)
    takers = {use.model for findings in families for use in uses(findings) if not _needs_images(use)}
    for findings in families:
        for model, entry in findings.mapping(("models",)).items():
            twin = entry.get("without_images") if isinstance(entry, dict) else None
            path = ("models", model, "without_images")
            if not isinstance(twin, str) or not findings.sound(path):
                continue
            if twin == model:
                findings.add(path, "the model names itself", at_value=True, expected="another model")
            elif twin not in takers:
                message = f"every mode of {twin} needs images"
                findings.add(path, message, at_value=True, expected="a model that makes images of text alone")


def _needs_images(use: Use) -> bool:
    counts = [use.findings.items((*layer, "reference_images")) for layer in (use.layers[3], use.layers[1])]
    return next((count[0] != 0 for count in counts if count), False)


def _check_ids(findings: Findings, model: str) -> None:
    available = _available(findings, model)
    for region in findings.mapping(("models", model, "ids")):
        if available and region not in available:
            expected = f"a region of the model: {', '.join(sorted(available))}"
            findings.add(("models", model, "ids", region), f"the model is not in {region}", expected=expected)
    path = ("models", model, "snapshots")
    entries = enumerate(findings.items(path))
    current = [number for number, each in entries if isinstance(each, dict) and each.get("current") is True]
    for number in current[1:]:
        findings.add((*path, number, "current"), "a second current snapshot", at_value=True, expected="one at most")


def _layer(findings: Findings, model: str, key: str) -> Path:
    """Where the model's own statement is, or else the family's."""
    own = ("models", model, key)
    return own if findings.document.get(own) else (key,)


def _entries(findings: Findings, model: str, key: str) -> list[Path]:
    path = _layer(findings, model, key)
    return [(*path, number) for number in range(len(findings.items(path)))]


def _available(findings: Findings, model: str) -> set[str]:
    entries = findings.items((*_layer(findings, model, "regions"), "available"))
    return {str(entry.get("region")) if isinstance(entry, dict) else str(entry) for entry in entries}


def _check_regions(judge: Judge, model: str) -> None:
    findings = judge.findings
    path = _layer(findings, model, "regions")
    if findings.document.get(path) is None and findings.sound(path):
        findings.add(
            ("models", model), f'no regions for the model "{model}"', expected="regions, here or in the family"
        )
        return
    if findings.sound(path):
        values = findings.mapping(path)
        fact = Fact(values=values, places={key: (*path, key) for key in values}, layers=(path,))
        check_conflicts(judge, fact, {key.rstrip("!"): shape for key, shape in REGION_FIELDS.items()})


def _check_region_known(findings: Findings, path: Path, available: set[str]) -> None:
    entry = findings.mapping(path)
    lists = [(name, number) for name in ("region", "regions") for number in range(len(findings.items((*path, name))))]
    for key in (("region",), *lists):
        region = findings.document.get((*path, *key))
        if isinstance(region, str) and region not in available and entry and available and findings.sound(path):
            expected = f"a region of the model: {', '.join(sorted(available))}"
            findings.add((*path, *key), f"the model is not in {region}", at_value=True, expected=expected)


def _check_when(findings: Findings, path: Path, modes: list[Use]) -> None:
    for name, value in findings.mapping((*path, "when")).items():
        having = [use for use in modes if name in use.parameters()]
        if not findings.sound((*path, "when", name)):
            continue
        if not having:
            findings.add((*path, "when", name), f"no mode of the model has {name}")
            continue
        check_test(findings, (*path, "when", name), having[0], name, value)


def _check_price(findings: Findings, path: Path, modes: list[Use]) -> None:
    entry = findings.mapping(path)
    if not findings.sound(path):
        return
    stated = [term for term in PRICE_TERMS if entry.get(term)]
    if len(stated) != 1:
        expected, found = "amount and currency, free, or not_for_sale", " and ".join(stated) or "none of them"
        findings.add(path, "a price is one of three", expected=expected, found=found)
    elif stated == ["amount"] and "currency" not in entry:
        missing(findings, path, "currency", "USD or CNY")
    if entry.get("per") == "input_image" and all(use.inputs() == {} for use in modes):
        findings.add((*path, "per"), "no mode of the model takes images", at_value=True)


def _check_cases(findings: Findings, prices: list[Path], modes: list[Use]) -> None:
    """Records prices that hold in some cases only, and leave another one without a price."""
    lists: dict[str, list[Path]] = {}
    for path in prices if findings.sound(*prices) else []:
        entry = findings.mapping(path)
        regions = entry["region"] if isinstance(entry["region"], list) else [entry["region"]]
        for region in regions:
            lists.setdefault(f"{region} {entry.get('currency')} {entry.get('per')}", []).append(path)
    for paths in lists.values():
        _check_values(findings, paths, modes)
        _check_areas(findings, paths)


def _check_values(findings: Findings, paths: list[Path], modes: list[Use]) -> None:
    conditions = [findings.mapping((*path, "when")) for path in paths]
    names = dict.fromkeys(name for when in conditions for name in when)
    axes = [[(name, value) for value in values] for name in names if (values := _values(modes, name))]
    for case in product(*axes):
        if not any(all(value in _any_of(when.get(name, value)) for name, value in case) for when in conditions):
            told = " and ".join(f"{name} is {shown(value)}" for name, value in case)
            findings.add(paths[0], f"no price when {told}", expected="a price for every case, or none for any")
            return


def _values(modes: list[Use], name: str) -> list[Json]:
    """The values of a parameter that has few of them; none of another."""
    fact = next((fact for use in modes if (fact := use.fact("parameters", name)).values), None)
    if fact is None or fact.values.get("type") not in ("boolean", "choice"):
        return []
    return [True, False] if fact.values["type"] == "boolean" else list(fact.texts("choices"))


def _any_of(wanted: Json) -> list[Json]:
    return wanted if isinstance(wanted, list) else [wanted]


def _check_areas(findings: Findings, paths: list[Path]) -> None:
    by_case: dict[str, list[tuple[float, float, Path]]] = {}
    for path in paths:
        bounds = findings.items((*path, "output_pixels"))
        if len(bounds) == 2:
            low, high = (float(str(end)) if end is not None else inf for end in bounds)
            case = str(findings.mapping((*path, "when")))
            by_case.setdefault(case, []).append((-inf if bounds[0] is None else low, high, path))
    for tiers in by_case.values():
        for (_, end, _), (begin, _, path) in pairwise(sorted(tiers)):
            if begin != end + 1:
                said = "leave an area without a price" if begin > end + 1 else "overlap"
                expected = f"the next tier from {end + 1:.0f}"
                findings.add((*path, "output_pixels"), f"the tiers {said}", at_value=True, expected=expected)


def _check_mode_overrides(findings: Findings, model: str, modes: list[Use]) -> None:
    taken = {use.mode for use in modes}
    for mode in findings.mapping(("models", model, "modes")):
        if mode in findings.mapping(("modes",)) and mode not in taken:
            findings.add(
                ("models", model, "modes", mode), f'the model does not have the mode "{mode}"; modes_only leaves it out'
            )
