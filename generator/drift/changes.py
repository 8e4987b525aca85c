"""What changed in a page since its review: facts that differ, facts that agree now, what to read, what vanished.

Of a statement that changed it is known which of the words that matter did, and by the page's own structure whose it
is. So a figure, name or ability that was true of a fact and is not any more is news of that fact, whatever the sentence
says around it; and what a claim says that was not there before is held against the specs.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from generator.drift.claims import Claim, Finding, Holder, Kind
from generator.drift.context import Context
from generator.drift.drift import Read
from generator.drift.editions import Page, Trace, around, frame_of, hashed
from generator.drift.facts import Fact, Rival, shown
from generator.drift.kinds.said import parameter_of
from generator.drift.lexicon import FIGURES, UNITS, Token
from generator.drift.passage import Place
from generator.drift.structure import Statement
from generator.drift.topics import holds, near, topical

_LETTERS = string.ascii_lowercase
_TYPOS = 60
"""Statements whose words are tried for a typing error, at most: more than these are a new text."""
_ALIKE = 0.3
"""The share of its words which a statement has in common with the one in whose place it stands."""
_VALUES = FIGURES | frozenset("UPFTBMGXmctphe%$")


def changes(read: Read, page: Page, holder: Holder, context: Context) -> tuple[Finding, ...]:
    """All that changed, in the order of lines."""
    return tuple(sorted(_Changes(read, page, holder, context).all(), key=lambda each: each.place))


def last_owners(read: Read, page: Page) -> Callable[[int], list[tuple[str, ...]]]:
    """Whose the statements were that stood on the line of the reviewed edition that is now this line."""
    _, _, partners = _compared([each.whole for each in page.traces], [each.whole for _, each in read.traces])
    models: dict[int, list[tuple[str, ...]]] = {}
    for now, old in partners.items():
        models.setdefault(read.traces[now][1].line, []).append(page.traces[old].models)
    return lambda line: models.get(line, [])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """Words that matter in place of others, with those of the old edition that stayed beside them."""

    old: tuple[str, ...]
    new: tuple[Token, ...]
    fresh: frozenset[str]
    """What they say; where words were left out, what those beside them say."""
    at: int
    """The number of the first among the words of the statement."""


class _Changes:
    def __init__(self, read: Read, page: Page, holder: Holder, context: Context) -> None:
        self.read = read
        self.page = page
        self.holder = holder
        self.context = context
        self.facts = context.facts
        found = read.traces
        gone, fresh, self.partners = _compared([each.whole for each in page.traces], [each.whole for _, each in found])
        self.removed = [page.traces[number] for number in gone]
        self.added = [found[number] for number in fresh]
        self.at: dict[str, list[int]] = {}
        """Hash of a statement -> the lines where it stands now."""
        for _, trace in found:
            self.at.setdefault(trace.whole, []).append(trace.line)
        self.claims: dict[int, list[Claim]] = {}
        for number, claim in read.claims:
            self.claims.setdefault(number, []).append(claim)
        self.said = {(trace.parameter, model) for _, trace in found if trace.role == "field" for model in trace.models}
        self.before = {(t.parameter, model) for t in page.traces if t.role == "field" for model in t.models}
        self.both = (page.traces, [trace for _, trace in found])
        self.names = {said for _, trace in found for said in trace.slots}
        self.paired = self._paired()
        self.instead = {old.line: trace.line for _, trace in self.added if (old := self.paired[id(trace)]) is not None}
        """Old line -> the line of the statement that stands in its place."""

    def all(self) -> Iterator[Finding]:
        fresh: set[str] = set()
        tried = 0
        for number, trace in self.added:
            statement = self.read.statements[number]
            old = self.paired[id(trace)]
            if trace.parameter.startswith("X-DashScope"):
                yield from self._routes(trace)
            if trace.parameter in fresh and trace.role != "field":
                continue  # the new parameter is told
            found, understood = self._told(number, trace, old)
            if trace.role == "field" and any(each.kind == "new" for each in found):
                fresh.add(trace.parameter)
            yield from found
            if understood or any(each.news for each in found):
                continue
            if old is not None and old.slots == trace.slots and trace.role not in _CODE:
                tried += 1
                if tried <= _TYPOS and _is_typo(statement, self._slots(number, trace), old):
                    continue
            said = statement.text.text if trace.role not in _CODE else "a sample changed"
            yield replace(_finding("read", trace, said), old=Place(old.line, 1) if old else None)
        yield from self._gone()

    # --- one statement
    def _told(self, number: int, trace: Trace, old: Trace | None) -> tuple[list[Finding], bool]:
        """What the claims in a changed statement come to, and what became of the facts that its old words held; and
        whether that is all of the change."""
        tokens = self._slots(number, trace)
        changed = self._aligned(old, trace, tokens)
        fresh = {each for change in changed or () for each in change.fresh}
        whole = old is None or changed is None or old.models != trace.models
        other = old is None or old.frame != trace.frame
        place = Place(old.line, 1) if old else None
        located = [(change, *self._changed(number, trace, change)) for change in changed or ()]
        lost = {each for change, finding, sure in located if finding and finding.news and sure for each in change.fresh}
        turned = {word for each in changed or () for word in _TURNS & ({*each.old} ^ {new.said for new in each.new})}
        found: list[Finding] = []
        told: set[str] = set()
        agreed: set[str] = set()
        if trace.role == "answer" and old is not None and self._is_renamed(old, trace):
            renamed = _finding("differs", trace, f"{trace.parameter} (was {old.parameter})")
            found.append(replace(renamed, about=f"answer {old.parameter}", held=old.parameter))
        for claim in self.claims.get(number, ()):
            if trace.role in _CODE and claim.place.line != trace.line:
                continue
            slots = {each.said for each in self.context.lexicon.slots(claim.said)}
            said = slots or {claim.said}
            if not (whole or _touched(said, fresh) or (other and not slots)):
                continue  # it was said before
            finding = self.holder.hold(claim)
            if finding is None or (not finding.news and (said & lost or not slots)):
                continue
            if turned and not finding.news:  # of one of several models it was true, and is not any more
                each_of = (self.holder.hold(replace(claim, models=(model,))) for model in claim.models)
                finding = next((one for one in each_of if one is not None and one.news), finding)
            if not finding.news:
                finding = replace(finding, note=finding.note or "changed since the review; the specs hold it")
            (told if finding.news else agreed).update(said)
            found.append(finding)
        understood = bool(told | agreed) or (old is not None and (old.frame, old.slots) == (trace.frame, trace.slots))
        for change, finding, _ in located:
            fact = finding.fact if finding is not None and turned else None
            aside = fact is not None and not any(each.fact and each.fact.field == fact.field for each in found)
            # that a claim agrees says nothing of what is only so, or not so, any more
            holds_now = not aside and _touched(agreed, change.fresh)
            explained = _touched(told, change.fresh) or (holds_now and not turned)
            if not explained and finding is not None and not holds_now:
                found.append(finding)
                explained = True
            understood = explained if change is located[0][0] else understood and explained
        if changed is None and not any(each.news for each in found):
            found += self._said_too(number, trace)
        return [replace(each, old=place) for each in found], understood

    def _said_too(self, number: int, trace: Trace) -> Iterator[Finding]:
        """Figures and formats of a statement that is new, where the facts that they must be about hold others."""
        statement = self.read.statements[number]
        tokens = self.context.lexicon.tokens(statement.text.text) if trace.role in ("said", "field") else ()
        asked = {each.sign for each in self.context.lexicon.tokens(statement.title)} & _UNITS  # a question, answered
        states = self.facts.of(("",), "task states")
        for token in tokens:
            if token.sign == "P" and states and self._is_state(statement.text.text[token.start : token.end], states[0]):
                yield _finding("differs", trace, token.said, states[0], statement.text.place(token.start))
            if token.sign in "as" and not any(each.sign in "!=" for each in tokens):  # a way that the model has not
                ways = self.facts.of(trace.models, "protocols")
                if ways and not any(holds(each, token.said) for each in ways):
                    yield _finding("differs", trace, token.said, ways[0], statement.text.place(token.start))
        for at, token in enumerate(tokens if trace.models else ()):
            signs = [each.sign for each in tokens[max(0, at - 2) : at + 3]]
            if token.sign not in "NSF" or not (set(signs) - {token.sign} or token.sign == "F"):
                continue
            name = trace.parameter or parameter_of(self.context, statement, token.start)
            cues = [sign for sign in near(tokens, token.start, 2) if sign in _UNITS or (sign == "<" and asked)]
            groups = topical(self.context, statement, name, cues, trace.models) if cues else []
            if (
                not groups
                or "!" in signs[:2]
                or any(holds(fact, token.said, loosely="<" not in signs) for fact in groups[0])
            ):
                continue
            yield _finding("differs", trace, token.said, groups[0][0], statement.text.place(token.start))

    def _is_state(self, said: str, states: Fact) -> bool:
        """Whether an unknown word in capitals stands on a page that lists the states of tasks."""
        listed = sum(holds(states, each) for each in self.names)
        return said.isupper() and said.isalpha() and listed > 2 and not holds(states, said.lower())

    def _is_renamed(self, old: Trace, trace: Trace) -> bool:
        """Whether a field of answers that the specs know stands under another name."""
        before, now = ({each.parameter for each in found if each.role == "answer"} for found in self.both)
        return old.parameter in self.context.fields & before - now and trace.parameter not in before

    def _routes(self, trace: Trace) -> Iterator[Finding]:
        """What requests come to whose header was added or left out."""
        for _, claim in self.read.claims:
            if claim.fields == ("route",) and set(claim.models) & set(trace.models):
                finding = self.holder.hold(claim)
                if finding is not None and finding.news:
                    yield replace(finding, old=Place(trace.line, 1))

    def _slots(self, number: int, trace: Trace) -> tuple[Token, ...]:
        if trace.role in _CODE:
            address = "U" if trace.parameter == "address" else ""
            return tuple(Token(address or ("N" if each[0].isdigit() else "P"), each, 0, 0) for each in trace.slots)
        return self.context.lexicon.slots(self.read.statements[number].text.text)

    def _aligned(self, old: Trace | None, trace: Trace, tokens: tuple[Token, ...]) -> list[_Change] | None:
        """What changed in a statement; None where nothing like it stood in its place."""
        if old is None or (old.role, old.parameter) != (trace.role, trace.parameter):
            return None
        pairs = SequenceMatcher(None, old.slots, trace.slots, autojunk=False)
        words = SequenceMatcher(None, _pieces(old.frame), _pieces(trace.frame), autojunk=False)
        if old.frame != trace.frame and max(pairs.ratio(), words.ratio()) < _ALIKE:
            return None
        return [
            _Change(
                old=old.slots[a:b], new=tokens[c:d], at=c,
                fresh=frozenset(each.said for each in tokens[c:d] or tokens[max(0, c - (not turned)) : c + 1])
            )
            for tag, a, b, c, d in pairs.get_opcodes() if tag != "equal"
            for turned in [bool(_TURNS.issuperset(old.slots[a:b]))]
        ]  # fmt: skip

    def _changed(self, number: int, trace: Trace, change: _Change) -> tuple[Finding | None, bool]:
        """The fact that held the old words and not the new ones, or else that of their topic; and whether it did."""
        statement = self.read.statements[number]
        code = trace.role in _CODE
        tokens = self._slots(number, trace) if code else self.context.lexicon.tokens(statement.text.text)
        start = change.new[0].start if change.new else self._after(number, trace, change)
        place = Place(trace.line, 1) if code else statement.text.place(start)
        now = [each.said for each in change.new]
        said = f"{' '.join(now) or 'nothing'} (was {' '.join(change.old) or 'nothing'})"
        values = any(each.sign in _VALUES for each in change.new)
        signs = near(tokens, start)
        if not any(each in self.context.names.ids for each in change.old) and "M" not in {e.sign for e in change.new}:
            signs = [sign for sign in signs if sign != "M"]
        text = statement.text.text
        models = self._beside(tokens, start) or (() if code else self.context.whose(text, start, start)) or trace.models
        name = trace.parameter or ("" if code else parameter_of(self.context, statement, start))
        groups = topical(self.context, statement, name, signs, models) if values or change.old else []
        beside = change.old or tuple(each for each in trace.slots if each not in now and each[0] != ":")
        if len(change.old) == len(now) == 1 and {*change.old, *now} <= UNITS:  # 24 hours that became 24 minutes
            beside = trace.slots[max(0, change.at - 1) : change.at]
        for facts in groups:
            lost = [
                fact for fact in facts
                if any(holds(fact, each) for each in beside) and not (now and all(holds(fact, each) for each in now))
            ]  # fmt: skip
            fact = next((fact for fact in facts if now and all(holds(fact, each) for each in now)), None)
            if fact is not None and (not lost or fact.field.startswith("host:")):
                return None, False  # the specs hold it, maybe of something else
            decided = next(
                (rival for each in lost for rival in self._mine(each) if now and _rival_holds(rival, now)), None
            )
            if decided is not None:
                return replace(_finding("known", trace, said, lost[0], place), rival=decided), True
            if lost:
                return _finding("differs", trace, said, lost[0], place), bool(change.old)
        able = any(each in _WORDS for each in change.old) or any(each.sign == "!" for each in change.new)
        if trace.models and (able or (values and groups)) and statement.part != "response":
            return _finding("differs", trace, said, groups[0][0] if groups else None, place), False
        return None, False

    def _beside(self, tokens: Sequence[Token], start: int) -> tuple[str, ...]:
        """The models of the name right before a word: "(vs wan9.1-image's 5)"."""
        before = [each for each in tokens if each.end <= start][-1:]
        named = before[0].said if before and before[0].sign == "M" and start - before[0].end < 5 else ""
        return (self.context.names.ids[named],) if named in self.context.names.ids else ()

    def _mine(self, fact: Fact) -> list[Rival]:
        """What the specs record of the fact as said by the source of this very page."""
        return [each for each in fact.rivals if self.holder.source in each.sources]

    def _after(self, number: int, trace: Trace, change: _Change) -> int:
        """Where words were left out: before the one that followed them, or else behind the one before."""
        tokens = self._slots(number, trace)
        if change.at < len(tokens):
            return tokens[change.at].start
        return tokens[-1].end if tokens else 0

    # --- what is no longer there
    def _gone(self) -> Iterator[Finding]:
        replaced = {id(old) for old in self.paired.values() if old is not None}
        slots = Counter(trace.slots for _, trace in self.added)
        dropped = {one for one in self.before - self.said if self.facts.of((one[1],), f"{one[0]}.supported")}
        told: set[str] = set()
        for each in self.removed:
            slots[each.slots] -= 1
            if each.parameter.startswith("X-DashScope"):
                yield from self._routes(each)
            lost = tuple(model for model in each.models if (each.parameter, model) in dropped)
            if lost:  # of a parameter that is gone, only that is told
                if each.role == "field" and each.parameter not in told:
                    told.add(each.parameter)
                    fact = self.facts.of(lost, f"{each.parameter}.supported")[0]
                    yield self._left(each, fact, each.parameter, lost)
                continue
            if id(each) in replaced or slots[each.slots] >= 0:
                continue
            lost_names = (said for said in each.slots if said not in self.names)
            was = next((fact for said in lost_names for fact in self._listed(each, said)), None)
            yield self._left(each, was, was.field if was else "", each.models)

    def _listed(self, trace: Trace, said: str) -> Iterator[Fact]:
        """The facts that list a name which the page no longer has."""
        for fact in (fact for model in trace.models for fact in self.facts.about(model)):
            if holds(fact, said) and not fact.field.endswith((".sizes", ".default")) and not said.isdigit():
                yield fact

    def _left(self, old: Trace, fact: Fact | None, name: str, models: tuple[str, ...]) -> Finding:
        """What is no longer there: news if the specs hold it."""
        made = _finding("gone" if fact else "vanished", old, "it is no longer there", fact, self._near(old.line))
        about = f"{_names(models)} {fact.field}" if fact else "a statement"
        held = "supported" if fact and isinstance(fact.value, bool) else made.held
        return replace(made, old=Place(old.line, 1), about=about, held=held, name=name, models=models)

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
        same = now + line - old.line  # where it stood, if anything stands there now
        lines = self.read.document.lines
        return Place(same if same <= len(lines) and lines[same - 1].strip() else now, 1)

    def _paired(self) -> dict[int, Trace | None]:
        """For each added statement the one instead of which it stands: of the same words around, or at its place."""
        left: dict[tuple[str, str, str], list[Trace]] = {}
        for each in self.removed:
            left.setdefault((each.frame, each.role, each.parameter), []).append(each)
        gone = {id(each) for each in self.removed}
        fresh = {id(each) for _, each in self.added}
        pairs: dict[int, Trace | None] = {}
        before = -1
        for number, (_, trace) in enumerate(self.read.traces):
            if id(trace) not in fresh:
                before = self.partners.get(number, before)
                continue
            same = left.get((trace.frame, trace.role, trace.parameter), [])
            after = self.page.traces[before + 1] if before + 1 < len(self.page.traces) else None
            old = max(same[:_TYPOS], key=lambda each: len(set(each.slots) & set(trace.slots)), default=None)
            if old is None and after is not None and id(after) in gone:
                old = after
                before += 1
            pairs[id(trace)] = old
            if old is not None:
                gone.discard(id(old))
                listed = left[(old.frame, old.role, old.parameter)]
                listed[:] = [each for each in listed if each is not old]
        return pairs


_CODE = ("code", "answer")
_TURNS = frozenset((":not", ":only", ":none"))
_UNITS = frozenset("mcthpSRFyb$qzil")
_WORDS = frozenset((":not", ":able", ":only", ":none", ":required", ":optional", ":async", ":sync", ":stream"))


def _touched(said: Set[str], fresh: Set[str]) -> bool:
    """Whether what a claim says is among the words that changed; a path may be a part of an address."""
    return bool(said & fresh) or any(len(one) > 6 and any(one in each for each in fresh) for one in said)


def _rival_holds(rival: Rival, now: list[str]) -> bool:
    parts = rival.value if isinstance(rival.value, tuple) else (rival.value,)
    return all(each in {str(part).lower() for part in parts} for each in now)


def _about(fact: Fact) -> str:
    return " ".join(filter(None, (fact.model, fact.mode, fact.field)))


def _finding(kind: Kind, trace: Trace, said: str, fact: Fact | None = None, place: Place | None = None) -> Finding:
    about = " ".join(filter(None, (_names(trace.models), trace.parameter))) or "a statement"
    held = None if kind in ("read", "vanished") else "nothing of it" if fact is None else shown(fact.field, fact.value)
    return Finding(kind=kind, place=place or Place(trace.line, 1), about=_about(fact) if fact else about, said=said,
                   held=held, fact=fact, models=trace.models)  # fmt: skip


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


def _pieces(frame: str) -> list[str]:
    return [frame[at : at + 2] for at in range(0, len(frame), 2)]


def _is_typo(statement: Statement, slots: tuple[Token, ...], old: Trace) -> bool:
    """Whether one word around those that matter is spelled otherwise: by one letter, or one Chinese sign."""
    text = statement.text.text
    words = around(text, slots)
    pairs = SequenceMatcher(None, _pieces(old.frame), _pieces(frame_of(text, slots)), autojunk=False)
    changed = [each for each in pairs.get_opcodes() if each[0] != "equal"]
    if not changed:
        return True
    first, last = changed[0][3], changed[-1][4]
    new = words[first:last]
    if last - first > 2 or changed[-1][2] - changed[0][1] > 2:
        return False
    if all(len(word) == 1 and word > "\u3400" for word in new):
        return not _PLACES.intersection(new) and changed[-1][2] - changed[0][1] > 0 - (not new)
    low = f"{statement.own} {statement.parameter} {text}".casefold()
    return len(new) == 1 and any(
        hashed(low[: found.start()] + instead + low[found.end() :]) == old.whole
        for found in re.finditer(rf"(?<![a-z]){re.escape(new[0])}(?![a-z])", low) for instead in _edits(new[0])
    )  # fmt: skip


_PLACES = frozenset("左右上下宽高前后内外正反首末长短大小多少")


def _edits(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        left, right = word[:at], word[at:]
        if right:
            yield left + right[1:]
            yield from (left + letter + right[1:] for letter in _LETTERS)
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        yield from (left + letter + right for letter in _LETTERS)
