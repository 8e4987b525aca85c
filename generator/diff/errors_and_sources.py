"""Error codes and sources."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff.changes import Change, Scope
from generator.diff.other_facts import anew, cited, rest
from generator.diff.pairs import pairs
from generator.ir import ErrorCode, Source

_SCOPE = Scope()


def errors_changes(old: tuple[ErrorCode, ...], new: tuple[ErrorCode, ...]) -> Iterator[Change]:
    """What became of the codes of errors.yaml, each of which is an exception class."""
    found = pairs(old, new, lambda code: code.code)
    for code in found.gone:
        said = f"the error code `{code.code}` is no longer `{code.error}`; it is classed by its HTTP status."
        yield _SCOPE.change("removed", "breaking", code.code, said, old=code.error)
    for code in found.come:
        said = f"the error code `{code.code}` is known: `{code.error}`. {code.meaning}"
        yield _SCOPE.change("added", "feature", code.code, said, new=code.error)
    for before, after in found.both:
        subject = f"the error code `{after.code}`"
        if before.error != after.error:
            said = f"{subject} is `{after.error}`; it was `{before.error}`."
            yield _SCOPE.change("changed", "breaking", after.code, said, old=before.error, new=after.error)
        if before.retry != after.retry:
            said = f"the retry class of {subject}{anew(before.retry, after.retry)}"
            yield _SCOPE.change("changed", "fix", after.code, said, old=before.retry, new=after.retry)
        yield from cited(_SCOPE, subject, before.sources, after.sources)
        yield from rest(_SCOPE, before, after, subject, {"code", "error", "retry", "sources"})


def sources_changes(old: tuple[Source, ...], new: tuple[Source, ...]) -> Iterator[Change]:
    """What became of sources.yaml."""
    found = pairs(old, new, lambda source: source.id)
    for source in found.gone:
        yield _SCOPE.change("source", "fix", source.id, f"the source `{source.id}` is gone: {source.title}.")
    for source in found.come:
        said = f"the source `{source.id}` is new: {source.title}, {source.edition}."
        yield _SCOPE.change("source", "fix", source.id, said)
    for before, after in found.both:
        for change in rest(_SCOPE, before, after, f"the source `{after.id}`", {"id"}):
            yield _SCOPE.change("source", "fix", after.id, change.said)
