"""The page of error codes."""

from __future__ import annotations

from dataclasses import dataclass

from generator.docs.languages import other_language, twin
from generator.docs.markdown import anchor, code, codes, md, plain, table
from generator.ir import ErrorCode, Spec
from generator.phrasing import Locale, listing, sentence

_RETRIES = {
    "never": "No.",
    "after_delay": "Yes, after a short wait: the request was refused before any work.",
    "slowly": "Yes, after minutes: the request was refused before any work.",
    "once": "Once, by hand; the client does not do it.",
    "unknown_outcome": "Queries and downloads, yes. A request that starts work, no: it may have been done and billed.",
}
_SHORT = {
    "never": "no",
    "after_delay": "yes",
    "slowly": "yes, slowly",
    "once": "once",
    "unknown_outcome": "queries only",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorView:
    """An error code in words."""

    code: str
    status: str
    meaning: str
    exception: str
    retried: str
    hint: str
    sources: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorsPage:
    """What `docs/errors.md.j2` shows."""

    overview: str
    errors: tuple[ErrorView, ...]
    states: str
    other: str
    twin: str


def errors_page(spec: Spec, t: Locale) -> ErrorsPage:
    """The view of the page of errors."""
    head = ["Code", "Status", "Exception", "Safe to retry"]
    rows = [
        [
            f"[{plain(error.code)}](#{anchor(error.code)})",
            _status(error, t),
            code(error.error),
            t.say(_SHORT[error.retry]),
        ]
        for error in spec.errors
    ]
    states = [
        [
            code(state.name),
            t.say("yes" if state.terminal else "no"),
            codes(state.spellings),
            md(sentence(state.meaning, t)),
        ]
        for state in spec.api.task_states
    ]
    return ErrorsPage(
        overview=table([t.say(each) for each in head], rows),
        errors=tuple(_error(error, t) for error in spec.errors),
        states=table([t.say(each) for each in ("State", "Final", "Also spelled", "Meaning")], states),
        other=other_language(t),
        twin=twin("errors.md", t),
    )


def _error(error: ErrorCode, t: Locale) -> ErrorView:
    return ErrorView(
        code=plain(error.code),
        status=_status(error, t),
        meaning=md(sentence(error.meaning, t)),
        exception=error.error,
        retried=t.say(_RETRIES[error.retry]),
        hint=md(sentence(error.hint, t)),
        sources=codes(error.sources),
    )


def _status(error: ErrorCode, t: Locale) -> str:
    return listing(map(str, error.status), "or", t) or t.say("none")
