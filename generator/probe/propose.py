"""A patch of the specs from what the service answered: conflicts settled, bounds confirmed, retirements too or not."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from generator.ir import Json
from generator.load.document import Document, Path
from generator.load.folder import Loaded
from generator.load.parse import read
from generator.pipeline import Planned, sound
from generator.probe.answers import Verdict
from generator.problems import SpecError

OBSERVED = "observed"
_BY_HAND = ("type", "protocol", "endpoint", "available")
"""Fields on which others depend."""
_HEAD = (
    "  observed:",
    "    title:",
    "      en: Answers of the service itself",
    "      zh: 服务自身的应答",
    "    publisher: Alibaba Cloud Model Studio",
    '    edition: "{date}"',
    "    trust: highest",
    "    note:",
    "      en: What it said to `python -m generator probe`, in our words.",
    "      zh: 对 `python -m generator probe` 的应答，以我们的话记录。",
    "    answers:",
)


@dataclass(slots=True)
class _Edits:
    """The lines of a file, what takes their place (nothing: they go), and what follows them."""

    document: Document
    lines: dict[int, str | None] = field(default_factory=dict[int, str | None])
    after: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    gone: set[Path] = field(default_factory=set[Path])

    def extent(self, path: Path) -> range:
        """The lines of a key or an item in a block, with all below it, by their indentation."""
        lines, start = self.document.lines, self.document.location(path).line - 1
        indent, end = _indent(lines[start]), start + 1
        while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > indent):
            end += 1
        while not lines[end - 1].strip():
            end -= 1
        return range(start, end)

    def delete(self, path: Path) -> bool:
        """Take out a key or an item, and the list that it was the last of; False where it shares its line."""
        owner = self.document.get(path[:-1])
        left = [at for at in range(len(owner)) if (*path[:-1], at) not in self.gone] if isinstance(owner, list) else []
        if len(left) == 1 and isinstance(path[-1], int):
            path = path[:-1]
        start = self.document.location(path)
        own = self.document.lines[start.line - 1][: start.column - 1].strip()
        if own not in ("", "-"):
            return False
        self.gone.add(path)
        self.lines.update(dict.fromkeys(self.extent(path)))
        return True

    def write(self, path: Path, text: str) -> bool:
        """Put a text in the place of a value that ends with its line; one that is absent becomes a new key."""
        if self.document.get(path) is None:
            start, *inside = self.extent(path[:-1])
            if inside:
                indent = min(_indent(self.document.lines[at]) for at in inside)
                self.after.setdefault(start, []).append(f"{' ' * indent}{path[-1]}: {text}")
            return bool(inside)
        place = self.document.location(path, value=True)
        line = self.document.lines[place.line - 1]
        if len(self.extent(path)) > 1 or "{" in line[: place.column]:
            return False
        self.lines[place.line - 1] = line[: place.column - 1] + text
        return True

    def cite(self, owner: Path) -> None:
        """Add the service to the sources of a fact that names its own, in a line of its own or in braces."""
        path = (*owner, "source")
        stated = self.document.get(path)
        if stated is None:
            return
        known = stated if isinstance(stated, list) else [stated]
        place = self.document.location(path, value=True)
        line = self.lines.get(place.line - 1, self.document.lines[place.line - 1])
        if line is None or OBSERVED in line:
            return
        text = re.escape(f"[{', '.join(map(str, known))}]") if isinstance(stated, list) else re.escape(str(stated))
        made = f"source: [{', '.join([*map(str, known), OBSERVED])}]"
        self.lines[place.line - 1] = re.sub(rf"source: {text}", lambda _: made, line, count=1)

    def made(self) -> list[str]:
        """The lines of the file as they become."""
        kept = [(at, self.lines.get(at, line)) for at, line in enumerate(self.document.lines)]
        return [each for at, line in kept for each in (*([] if line is None else [line]), *self.after.get(at, ()))]

    def diff(self) -> str:
        """A unified diff."""
        file = self.document.file
        return "".join(difflib.unified_diff(_ended(self.document.lines), _ended(self.made()), f"a/{file}", f"b/{file}"))


def _ended(lines: Iterable[str]) -> list[str]:
    return [f"{line}\n" for line in lines]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def patch(planned: Planned, verdicts: Iterable[Verdict], region: str) -> tuple[str, list[str]]:
    """The patch for all verdicts that settle something, and what of it a person has to write.

    The specs with it are sound: an edit that others would have to follow is left to a person.
    """
    settled = [verdict for verdict in verdicts if verdict.side is not None and verdict.answer is not None]
    edits, left = _edited(planned, settled, settled, region)
    if _fault(edits):
        fit: list[Verdict] = []
        refused: list[str] = []
        for verdict in settled:
            tried, by_hand = _edited(planned, [*fit, verdict], settled, region)
            left_out = any(line.startswith(f"{verdict.question.id}:") for line in by_hand)
            fault = "" if left_out else _fault(tried)
            if fault:
                refused.append(f"{verdict.question.id}: the {verdict.side} holds, and more follows from it: {fault}")
            else:
                fit.append(verdict)
        edits, left = _edited(planned, fit, settled, region)
        left += refused
    return "".join(each.diff() for each in edits.values()), left


def _edited(
    planned: Planned, wanted: list[Verdict], settled: list[Verdict], region: str
) -> tuple[dict[str, _Edits], list[str]]:
    """The edits for the wanted ones, what of them is left, and the record of all that is settled."""
    edits = {document.file: _Edits(document) for document in planned.loaded.documents}
    left = [f"{verdict.question.id}: {why}" for verdict in wanted if (why := _edit(edits, verdict))]
    _record(edits[planned.loaded.sources.file], settled, region)
    return edits, left


def _fault(edits: dict[str, _Edits]) -> str:
    """What `check` has to say of the specs with these edits, first of all."""
    made = [
        read(each.document.file, "".join(_ended(each.made())).encode())
        if each.lines or each.after
        else (each.document, ())
        for each in edits.values()
    ]
    api, errors, sources, *families = (document for document, _ in made)
    problems = tuple(problem for _, found in made for problem in found)
    loaded = Loaded(api=api, errors=errors, sources=sources, families=tuple(families), problems=problems)
    try:
        sound(loaded)
    except SpecError as error:
        first = error.problems[0]
        return f"{first.message} ({first.location.file}:{first.location.line})"
    return ""


def _edit(edits: dict[str, _Edits], verdict: Verdict) -> str:
    """Make the edits for a verdict; why not, where a person has to."""
    question, dispute = verdict.question, verdict.question.dispute
    file = edits[question.location.file]
    if question.kind == "model" and (dispute is None or dispute.disagreement is not None) and question.until:
        return _lifecycle(file, verdict)
    if dispute is None:
        if verdict.side == "claim":
            return f"{verdict.words}: the bound is not as the specs say; find it and write it"
        name = question.id.split("/")[-2]
        owners = ("prompt",) if name == "prompt" else ("parameters", name), ("images",)
        file.cite(owners[question.kind == "image"])
        return ""
    if verdict.side == "fact":
        file.cite(dispute.path[:-2])
        return "" if file.delete(dispute.path) else "take the conflict out"
    if dispute.conflict is None:
        return f"the claim holds: write it as a fact, and take the conflict out ({dispute.location})"
    owner, name = dispute.path[:-2], dispute.conflict.field
    if name == "supported":
        return _denied(file, owner)
    if name in _BY_HAND:
        return f"the claim holds: write the {name}, and what follows from it ({dispute.location})"
    value = file.document.location((*dispute.path, "value"), value=True)
    text = file.document.lines[value.line - 1][value.column - 1 :]
    if not file.write((*owner, name), text):
        return f"the claim holds: {name} is {text} ({dispute.location})"
    if name == "default" and file.document.get((*owner, "default_text")) is not None:
        file.delete((*owner, "default_text"))
    file.cite(owner)
    return "" if file.delete(dispute.path) else "take the conflict out"


def _denied(file: _Edits, owner: Path) -> str:
    """Take a fact out that the service denies: a route, or a parameter of a family with all its mentions."""
    if isinstance(owner[-1], int):
        routes = file.document.get(owner[:-1])
        alone = isinstance(routes, list) and len(routes) == 1
        return "no route is left of this mode" if alone or not file.delete(owner) else ""
    if owner[:-1] != ("parameters",):
        return f"the claim holds: write `without: [{owner[-1]}]` there and take the override out"
    for path in [path for path in file.document.marks if path[-2:] == owner]:
        if not file.delete(path):
            return f"the claim holds: take {owner[-1]} out wherever it stands"
    return ""


def _lifecycle(file: _Edits, verdict: Verdict) -> str:
    """The notice is confirmed, or withdrawn; the conflict about it goes either way."""
    dispute = verdict.question.dispute
    stated = [path for path in file.document.marks if path[-1:] == ("lifecycle",) and path[0] != "conflicts"]
    for path in stated:
        line = file.document.location(path).line - 1
        if verdict.side == "claim":
            file.delete(path)
        elif "{" in file.document.lines[line]:
            file.cite(path)
            file.lines[line] = (file.lines.get(line) or file.document.lines[line]).replace("}", ", confirmed: true}", 1)
        else:
            file.write((*path, "confirmed"), "true")
            file.cite(path)
    return "" if dispute is None or file.delete(dispute.path) else "take the conflict out"


def _record(file: _Edits, verdicts: list[Verdict], region: str) -> None:
    """Write the answers below the source that is the service itself."""
    entries: list[str] = []
    stated = file.document.get(("sources", OBSERVED, "answers"))
    known = [(each["about"], each["date"]) for each in cast("list[dict[str, Json]]", stated or [])]
    for verdict in verdicts:
        answer = verdict.answer
        if answer is not None and (verdict.question.id, answer.at) not in known:
            code = f", code: {json.dumps(answer.code)}" if answer.code else ""
            fields = (
                f"date: {answer.at}, region: {region}, status: {answer.status}{code}, says: {json.dumps(verdict.words)}"
            )
            entries += [f"      - about: {verdict.question.id}", *_block(fields)]
    last = len(file.document.lines) - 1
    if not entries:
        return
    if stated is not None:
        last = file.extent(("sources", OBSERVED, "answers"))[-1]
    else:
        date = max(verdict.answer.at for verdict in verdicts if verdict.answer)
        entries = [*(line.format(date=date) for line in _HEAD), *entries]
    file.after.setdefault(last, []).extend(entries)


def _block(fields: str) -> list[str]:
    """`a: 1, says: "x"` as lines of a block."""
    head, _, says = fields.partition(", says: ")
    return [f"        {part}" for part in [*head.split(", "), f"says: {says}"]]
