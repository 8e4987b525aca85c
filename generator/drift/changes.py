"""What changed in a page since it was reviewed: facts that differ, facts that agree now, what to read, what"
" vanished."""

from __future__ import annotations

import re
import string
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from generator.drift.claims import Claim, Finding
from generator.drift.context import PICTURES, PROMPTS
from generator.drift.drift import Read
from generator.drift.editions import Kept, Page, Trace, core, figures, kept, traces, whole
from generator.drift.facts import Fact, Facts
from generator.drift.hold import Holder
from generator.drift.passage import Place
from generator.drift.structure import Statement
from generator.drift.values import shown

_LETTERS = string.ascii_lowercase
_TYPOS = 60
"""Statements whose words are tried for a typing error, at most: more than these are a new text."""
One = TypeVar("One")
Other = TypeVar("Other")
_WORTHY = (".supported", "model", "use")
"""Facts whose disappearance is news and no mere silence."""


def changes(read: Read, page: Page, holder: Holder, facts: Facts) -> tuple[Finding, ...]:
    """All that changed, in the order of lines."""
    return tuple(sorted(_Changes(read, page, holder, facts).all(), key=lambda each: each.place))


def last_owners(read: Read, page: Page) -> Callable[[int], list[tuple[str, ...]]]:
    """Whose the claims were that stood on the line of the reviewed edition that is now this line."""
    found = traces(read)
    _, _, partners = _compared([each.whole for each in page.traces], [each.whole for _, each in found])
    lines = {found[now][1].line: page.traces[old].line for now, old in partners.items()}
    models: dict[int, list[tuple[str, ...]]] = {}
    for each in page.claims:
        models.setdefault(each.line, []).append(each.models)
    return lambda line: models.get(lines.get(line, 0), [])


class _Changes:
    def __init__(self, read: Read, page: Page, holder: Holder, facts: Facts) -> None:
        self.read = read
        self.page = page
        self.holder = holder
        self.facts = facts
        found = traces(read)
        gone, fresh, self.partners = _compared([each.whole for each in page.traces], [each.whole for _, each in found])
        self.removed = [page.traces[number] for number in gone]
        self.added = [found[number] for number in fresh]
        self.traces = found
        self.by_number: dict[int, list[Trace]] = {}
        for number, trace in found:
            self.by_number.setdefault(number, []).append(trace)
        self.at: dict[str, list[int]] = {}
        """Hash of a statement -> the lines where it stands now."""
        for _, trace in found:
            self.at.setdefault(trace.whole, []).append(trace.line)
        self.fresh = {number for number, _ in self.added}
        mine = [(number, claim, kept(claim)) for number, claim in read.claims]
        unique: dict[Kept, tuple[int, Claim, Kept]] = {}
        for each in sorted(mine, key=lambda one: one[0] not in self.fresh):
            unique.setdefault(each[2], each)
        mine = sorted(unique.values(), key=lambda one: one[1].place)
        self.mine = mine
        self.new_claims = _surplus(mine, page.claims, lambda each: _said(each[2]), _said)
        changed = {each.line for each in self.removed}
        before = sorted(page.claims, key=lambda each: each.line in changed)  # of equal ones that which changed is gone
        self.old_claims = _surplus(before, [each[2] for each in mine], _said, _said)
        self._match_supersets()
        self.fresh_names: set[str] = set()
        """Parameters that no spec has."""
        self.paired = self._paired()
        lines = {id(trace): trace.line for _, trace in self.added}
        self.instead = {old.line: lines[new] for new, old in self.paired.items() if old is not None}
        """Old line -> the line of the statement that stands in its place."""

    def _match_supersets(self) -> None:
        """A claim whose section names a model more or less is the same claim, if its statement is the same."""
        by_words: dict[tuple[str, str], list[Kept]] = {}
        for old in self.old_claims:
            by_words.setdefault((old.field, old.says), []).append(old)
        left: list[tuple[int, Claim, Kept]] = []
        matched: set[int] = set()
        for each in self.new_claims:
            number, _, now = each
            waiting = by_words.get((now.field, now.says), [])
            same = next(
                (old for old in waiting if set(old.models) <= set(now.models) or set(now.models) <= set(old.models)),
                None,
            )
            if same is not None and number not in self.fresh:
                waiting.remove(same)
                matched.add(id(same))
            else:
                left.append(each)
        self.new_claims = left
        self.old_claims = [old for old in self.old_claims if id(old) not in matched]

    def all(self) -> Iterator[Finding]:
        told: set[tuple[int, int]] = set()
        topics: set[tuple[tuple[str, ...], str]] = set()
        before = {old.topic: old for old in reversed(self.old_claims)}
        for number, claim, now in self.new_claims:
            old = before.get(now.topic)
            finding = self._held_now(claim, old)
            topics.add(now.topic)
            if finding is None:
                continue
            told |= {
                (number, trace.line) for trace in self.by_number.get(number, ()) if self._of(number, trace, finding)
            }
            place = Place(old.line, 1) if old else None
            note = finding.note or ("changed since the review; the specs hold it" if not finding.news else None)
            yield replace(finding, old=place, note=note)
        fresh = [now.field for _, claim, now in self.new_claims if claim.sure and now.field.endswith(".supported")]
        held = {fact.field for fact in self.facts.all}
        self.fresh_names = {name[:-10] for name in fresh if name not in held}
        gone = list(self._gone(topics))
        yield from gone
        yield from self._unread(told, {each.place.line for each in gone})

    def _held_now(self, claim: Claim, old: Kept | None) -> Finding | None:
        """The result; where the old value held for one of several models and the new one does not, it is of"
        " that one."""
        if old is not None:  # what the old value was true of
            kept_of = [field for field in claim.fields if self._was_true(claim, old, field)]
            claim = replace(claim, fields=tuple(kept_of) or claim.fields)
        finding = self.holder.hold(claim)
        if old is None or finding is None or finding.news:
            return finding
        before = replace(claim, values=old.values)
        if finding.kind == "known" and (was := self.holder.hold(before)) and was.kind == "agrees":
            return replace(finding, kind="differs", note="the specs record it as a conflict, which now has a side more")
        if len(claim.models) < 2:
            return finding
        for model in claim.models:
            one = self.holder.hold(replace(claim, models=(model,)))
            was = self.holder.hold(replace(before, models=(model,)))
            if one is not None and one.news and was is not None and not was.news:
                return one
        return finding

    def _was_true(self, claim: Claim, old: Kept, field: str) -> bool:
        was = self.holder.hold(replace(claim, values=old.values, fields=(field,)))
        return was is not None and not was.news

    def _of(self, number: int, trace: Trace, finding: Finding) -> bool:
        """Whether a finding explains the change of a statement; of code, that of its own line only."""
        return self.read.statements[number].role != "code" or trace.line == finding.place.line

    def _gone(self, topics: set[tuple[tuple[str, ...], str]]) -> Iterator[Finding]:
        """Claims that nothing takes the place of."""
        still = {now.topic for _, _, now in self.mine}
        repeated = {_said(now) for _, _, now in self.mine}
        dropped = {(old.models, old.field[:-10]) for old in self.old_claims if old.field.endswith(".supported")}
        for old in self.old_claims:
            listed = old.says.startswith("has ") or "ratio:" in old.field
            if (old.models, old.field.partition(".")[0]) in dropped and not old.field.endswith(".supported"):
                continue  # the parameter itself is gone, which is told
            if "ratio:" in old.field and old.topic in topics:
                continue
            if _said(old) in repeated or (not listed and (old.topic in topics or old.topic in still)):
                continue
            held = self.facts.of(old.models, old.field)
            worthy = held and (old.field.endswith(_WORTHY) or listed)
            if worthy or held:
                fact = held[0]
                value = shown(fact.field, fact.value) if not isinstance(fact.value, bool) else "supported"
                said = f"no longer said: {old.says.partition(' ')[2]}"
                yield Finding(kind="gone" if worthy else "vanished", place=self._near(old.line), said=said,
                              about=_about(old), held=value, fact=fact, models=old.models, old=Place(old.line, 1),
                              name=old.field.removesuffix(".supported"))  # fmt: skip

    def _near(self, line: int) -> Place:
        """Where in the new edition the old line would stand."""
        instead = self.instead.get(line)
        if instead is not None:
            return Place(instead, 1)
        before = (each for each in reversed(self.page.traces) if each.line < line and each.whole in self.at)
        old = next(before, None)
        if old is None:
            return Place(1, 1)
        now = min(self.at[old.whole], key=lambda new: abs(new - old.line))
        same = now + line - old.line  # where it stood, if what stands there now is no statement
        lines = self.read.document.lines
        taken = any(same in found for found in self.at.values())
        return Place(same if same <= len(lines) and lines[same - 1].strip() and not taken else now, 1)

    def _unread(self, told: set[tuple[int, int]], gone: set[int]) -> Iterator[Finding]:
        """Statements that changed and that no claim explains."""
        paired = self.paired
        left = Counter(each.core for each in self.removed)
        claimed = {number for number, _ in self.read.claims}
        tried = 0
        replaced = {id(old) for old in paired.values() if old is not None}
        for number, trace in self.added:
            if (number, trace.line) in told:
                continue
            if self.read.statements[number].parameter in self.fresh_names:
                continue  # the new parameter is told
            statement = self.read.statements[number]
            text = statement.text.text
            old = paired[id(trace)]
            if left[trace.core] > 0:  # the same names, numbers and words of ability, in other words
                left[trace.core] -= 1
                tried += 1
                known = {each.whole for each in self.removed if each.core == trace.core}
                if number in claimed or (tried <= _TYPOS and _is_typo(f"{statement.own} {text}", known)):
                    continue
            about = " ".join(filter(None, (_names(statement.models), statement.parameter))) or "a statement"
            said = text if statement.role != "code" else "a sample changed"
            before = Place(old.line, 1) if old else None
            yield self._figure(number, trace, old) or Finding(
                kind="read", place=Place(trace.line, 1), about=about, said=said, models=statement.models, old=before
            )
        cores = Counter(trace.core for _, trace in self.added)
        for each in self.removed:
            cores[each.core] -= 1
            if id(each) not in replaced and cores[each.core] < 0 and self._near(each.line).line not in gone:
                yield Finding(
                    kind="vanished", place=self._near(each.line), about="a statement", old=Place(each.line, 1),
                    said="it is no longer there"
                )  # fmt: skip

    def _figure(self, number: int, trace: Trace, old: Trace | None) -> Finding | None:
        """Where a number changed that the specs hold of this very model and parameter."""
        statement = self.read.statements[number]
        if old is None or old.frame != trace.frame or not statement.models or statement.part == "response":
            return None
        pairs = [(was, now) for was, now in zip(old.figures, trace.figures, strict=False) if was != now]
        if len(old.figures) != len(trace.figures) or not pairs:
            return None
        for was, now in pairs:
            for fact in self._held(statement, was):
                if now not in _numbers(fact):
                    said = f"{now} (was {was})"
                    about = " ".join(filter(None, (fact.model, fact.mode, fact.field)))
                    return Finding(kind="differs", place=Place(trace.line, 1), about=about, said=said,
                                   held=shown(fact.field, fact.value), fact=fact, models=statement.models,
                                   old=Place(old.line, 1))  # fmt: skip
        return None

    def _held(self, statement: Statement, figure: str) -> Iterator[Fact]:
        """The facts of the statement's models, and of its parameter if it has one, that hold the number."""
        name = statement.parameter
        kind = "images" if name in PICTURES else "prompt" if name in PROMPTS else name
        about = f"{statement.title} {statement.text.text}"
        money = "price:" if _PRICE.search(about) else "rate." if _RATE.search(about) else ""
        for model in statement.models:
            for fact in sorted(self.facts.about(model), key=lambda each: each.field.endswith((".default", ".sizes"))):
                wanted = fact.field.startswith(f"{kind}.") if kind else not money or fact.field.startswith(money)
                if wanted and figure in _numbers(fact):
                    yield fact

    def _paired(self) -> dict[int, Trace | None]:
        """For each added statement the one that stood in its place."""
        by_frame: dict[str, list[Trace]] = {}
        for each in self.removed:
            by_frame.setdefault(each.frame, []).append(each)
        gone = {id(each) for each in self.removed}
        fresh = {id(each) for _, each in self.added}
        pairs: dict[int, Trace | None] = {}
        before = -1
        for number, (_, trace) in enumerate(self.traces):
            if id(trace) not in fresh:
                before = self.partners.get(number, before)
                continue
            same = by_frame.get(trace.frame)
            after = self.page.traces[before + 1] if before + 1 < len(self.page.traces) else None
            if same:
                pairs[id(trace)] = same.pop(0)
            elif after is not None and id(after) in gone:
                pairs[id(trace)] = after
                before += 1
            else:
                pairs[id(trace)] = None
        return pairs


_PRICE = re.compile(r"price|cost|单价|价格|元", re.IGNORECASE)
_RATE = re.compile(r"rate limit|RPS|QPS|concurren|限流|并发", re.IGNORECASE)


def _numbers(fact: Fact) -> set[str]:
    """The numbers, sizes and ratios of a fact as documents write them."""
    value = fact.value
    parts = value if isinstance(value, tuple) else (value,)
    found = {number for part in parts if part is not None for number in figures(str(part))}
    found |= {str(part) for part in parts}
    if fact.field.endswith(".pixels"):
        sides = [round(part**0.5) for part in parts if isinstance(part, int)]
        found |= {f"{side}*{side}" for side in sides}
    if fact.field.startswith("lifetime:") and isinstance(value, int):
        found |= {str(value // unit) for unit in (60, 3600, 86400) if value % unit == 0}
    label = fact.field.rpartition("ratio:")[2] if "ratio:" in fact.field else ""
    return found | ({label} if label else set())


def _said(claim: Kept) -> tuple[tuple[str, ...], str, str]:
    return (claim.models, claim.field, claim.says)


def _about(claim: Kept) -> str:
    return " ".join(filter(None, (_names(claim.models), claim.field)))


def _names(models: Sequence[str]) -> str:
    return " / ".join(models[:3]) + (f" and {len(models) - 3} more" if len(models) > 3 else "")


def _compared(old: Sequence[str], new: Sequence[str]) -> tuple[list[int], list[int], dict[int, int]]:
    """The numbers of those that only one side has, counted, of equal ones those out of the other side's order; and for
    the others of the new side, as far as they are in order, their number on the old one."""
    places: dict[str, list[int]] = {}
    for number, each in enumerate(new):
        places.setdefault(each, []).append(number)
    at = 0

    def ahead(each: str) -> int | None:
        """How far ahead it stands on the new side."""
        found = places.get(each, ())
        number = bisect_left(found, at)
        return found[number] - at if number < len(found) else None

    left: list[int] = []
    free = Counter(new)
    matched: dict[int, int] = {}
    for number, each in enumerate(old):
        far = ahead(each)
        later = (ahead(other) for other in old[number + 1 : number + 4])
        if far is None or (far and any(step is not None and step < far for step in later)):
            left.append(number)  # this one is gone or moved, and those behind it are still here
            continue
        at += far
        matched[at] = number
        free[each] -= 1
        at += 1
    gone: list[int] = []
    for number in left:
        free[old[number]] -= 1
        if free[old[number]] < 0:
            gone.append(number)
    fresh: list[int] = []
    for number in reversed([number for number in range(len(new)) if number not in matched]):
        free[new[number]] -= 1
        if free[new[number]] >= 0:
            fresh.append(number)
    return gone, fresh[::-1], matched


def _surplus(
    ours: Sequence[One], theirs: Iterable[Other], key: Callable[[One], object], other: Callable[[Other], object]
) -> list[One]:
    """Those of ours that are not among theirs, counted; of equal ones the last."""
    counts = Counter(other(each) for each in theirs)
    made: list[One] = []
    for each in ours:
        name = key(each)
        counts[name] -= 1
        if counts[name] < 0:
            made.append(each)
    return made


def _is_typo(text: str, known: set[str]) -> bool:
    """Whether the text with one letter of a word changed, added, left out or swapped is one of those known."""
    low = text.casefold()
    for start, end in _words(low):
        word = low[start:end]
        for instead in _edits(word):
            if whole(low[:start] + instead + low[end:]) in known and core(low[:start] + instead + low[end:]) == core(
                low
            ):
                return True
    return False


def _words(text: str) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for at, sign in enumerate(text + " "):
        inside = sign.isalpha() and sign in _LETTERS
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            if at - start > 2:
                yield start, at
            start = None


def _edits(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        left, right = word[:at], word[at:]
        if right:
            yield left + right[1:]
            yield from (left + letter + right[1:] for letter in _LETTERS)
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        yield from (left + letter + right for letter in _LETTERS)
