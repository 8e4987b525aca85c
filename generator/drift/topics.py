"""Which facts a word is about: by the parameter of its statement, and by the words beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from generator.drift.context import PICTURES, PROMPTS, Context
from generator.drift.facts import Fact
from generator.drift.lexicon import Token
from generator.drift.structure import Statement

_NEAR = 5
"""Words that matter on each side of one that tell what it is about."""
TOPICS: Mapping[str, re.Pattern[str]] = {
    sign: re.compile(pattern)
    for signs, pattern in (
        ("m", "megabytes"),
        ("c", "max_characters"),
        ("t", "max_tokens|max_characters"),
        ("h", r"lifetime:|\.seconds|poll|limit:|rate\."),
        ("v", "lifetime:"),
        ("L", "result_url|upload$"),
        ("u", "lifetime:task$|limit:task|task states"),
        ("p", r"\.(?:pixels|sides|width|height|form)|price tier"),
        ("S", r"\.(?:pixels|sizes|fixed|default)|preset:|ratio:"),
        ("R", r"\.aspect|ratio:"),
        ("K", r"\.(?:presets|largest|default|choices)|preset:"),
        ("$", "price:"),
        ("q", r"rate\.|limit:"),
        ("z", "rate.concurrent"),
        ("ewD", "retires|replacement"),
        ("d", r"\.default"),
        ("B", r"\.(?:default|constant)"),
        ("P", r"\.choices|\.default|task states"),
        ("X", r"\.form"),
        ("y", r"\.colors"),
        ("b", r"\.boxes"),
        ("i", r"images\.count|n\.range|max_images\.range"),
        ("l", r"images\."),
        ("F", r"images\.formats"),
        ("x", r"images\.alpha"),
        ("ro", r"\.required"),
        ("T", r"\.type"),
        ("asj", "protocols"),
        ("G", "^regions"),
        ("U", r"results\.images|^host:|^endpoint:|^route"),
        ("%", r"\.total"),
        ("M", "replacement|^use$"),
    )
    for sign in signs
}
"""The facts that a word of a sign may be about."""


@lru_cache(maxsize=8192)
def figures_of(fact: Fact) -> frozenset[str]:
    """What a fact holds, as the lexicon writes it."""
    value = fact.value
    parts = value if isinstance(value, tuple) else (value,)
    last = fact.field.rpartition(".")[2]
    found: set[str] = set()
    for part in parts:
        if isinstance(part, bool):
            found.add("true" if part else "false")
        elif part is not None:
            found |= {str(part), *re.findall(r"\d+(?:\.\d+)?(?:[*:]\d+)?", str(part))}
    if last == "pixels":
        sides = [round(part**0.5) for part in parts if isinstance(part, int)]
        found |= {f"{side}*{side}" for side in sides}
    if any("*" in each for each in found):  # a page may have lost its asterisks
        found |= {each.replace("*", "") for each in found}
    if fact.field.startswith("lifetime:") and isinstance(value, int):
        found |= {str(value // unit) for unit in (60, 3600, 86400) if value % unit == 0}
    if last == "required":
        found |= {":required"} if value else {":optional"}
    if last in ("protocols", "route"):
        found |= {f":{part}" for part in parts}
    if last == "form":
        found.add(str(value).replace(" ", ""))
    if last in ("choices", "task states"):
        found |= {said for part in parts for said in (str(part).lower(), str(part).upper())}
    if last.endswith("megabytes") and isinstance(value, int) and value % 1024 == 0:
        found.add(str(value // 1024))
    if "ratio:" in fact.field or "preset:" in fact.field:
        found.add(fact.field.partition(":")[2])
    if fact.field == "model":
        found.add(fact.model)
    if last == "supported":
        found.add(fact.field[:-10])
    return frozenset(found - {"true", "false"}) if last == "supported" else frozenset(found)


def holds(fact: Fact, said: str, *, loosely: bool = False) -> bool:
    """Whether a fact holds what a word says; of an address a part, and loosely what lies between two ends."""
    known = figures_of(fact)
    value = fact.value
    if loosely and said.isdigit() and isinstance(value, tuple) and len(value) == 2:
        return all(isinstance(end, int) for end in value) and int(value[0]) <= int(said) <= int(value[1])
    parts = (each for each in known if len(each) > 8)
    return said in known or ("/" in said and any(said.endswith(each) or said.startswith(each) for each in parts))


def near(tokens: Sequence[Token], start: int, most: int = _NEAR) -> list[str]:
    """The signs of the words around a place, the nearest first, a unit behind it before all."""
    at = next((number for number, each in enumerate(tokens) if each.start >= start), len(tokens))
    ranked = sorted(
        (abs(number - at) * 2 + (number < at), each.sign)
        for number, each in enumerate(tokens)
        if abs(number - at) <= most
    )
    return [sign for _, sign in ranked]


def topical(
    context: Context, statement: Statement, name: str, signs: Sequence[str], models: Sequence[str]
) -> list[list[Fact]]:
    """The facts of the models that the words beside may be about, in groups, the likeliest first."""
    kind = "images" if name in PICTURES else "prompt" if name in PROMPTS else name
    known = name in context.kinds
    title = [each.sign for each in context.lexicon.tokens(statement.title) if each.sign != "M"]
    first = _OF_ROLE.get(statement.role, "") or "d" * ("d" in signs)
    cues = [sign for sign in (*first, *signs, *title) if sign in TOPICS]
    named = {each.said for each in context.lexicon.tokens(statement.text.text) if each.sign == "P" and "_" in each.said}
    groups: dict[tuple[bool, int], list[tuple[float, Fact]]] = {}
    for fact in (fact for model in (*models, "") for fact in context.facts.about(model)):
        ranks = [at for at, sign in enumerate(cues) if TOPICS[sign].search(fact.field)]
        by_name = not fact.model and any(
            each in fact.field for each in named
        )  # `page_size` of limit:task_list_page_size
        rank = 0 if by_name else ranks[0] if ranks else None
        mine = fact.field.startswith(f"{kind}.")
        if (known and not mine and (fact.model or rank is None)) or (rank is None and not (known and mine)):
            continue
        if fact.field.endswith(".default") and first != "d":
            continue
        score = 0.5 * fact.field.endswith(".sizes") + 0.4 * (
            bool(statement.modes) and bool(fact.mode) and fact.mode not in statement.modes
        )
        score += 0.2 * (ranks[1] if len(ranks) > 1 else len(cues)) / (len(cues) + 1)
        if fact.field.startswith("price:") and statement.regions:
            score += 0.3 * (fact.field.split(":")[1] not in statement.regions)
        groups.setdefault((not fact.model, len(cues) if rank is None else rank), []).append((score, fact))
    return [[fact for _, fact in sorted(groups[rank], key=lambda each: each[0])] for rank in sorted(groups)]


_OF_ROLE = {"default": "d", "type": "T", "required": "r", "models": "M"}
