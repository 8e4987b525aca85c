"""The language that a text is rendered in. Everything is written in English; other languages are looked up by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


class UntranslatedError(KeyError):
    """A phrase of the generator has no translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """A language: phrases of the generator and texts of the specs, each by its English."""

    code: str
    phrases: Mapping[str, str] | None = None
    """None for English itself. A phrase may have fields: "{low} to {high}"."""
    texts: Mapping[str, str] = field(default_factory=dict[str, str])

    def say(self, phrase: str, /, **values: object) -> str:
        """A phrase of the generator with its fields filled in. Raises `UntranslatedError`."""
        if self.phrases is None:
            return phrase.format(**values)
        if phrase not in self.phrases:
            raise UntranslatedError(f"no {self.code} for: {phrase}")
        return self.phrases[phrase].format(**values)

    def text(self, text: str) -> str:
        """A text of the specs, in English where the specs have it in no other language."""
        return self.texts.get(text, text)


ENGLISH = Locale(code="en")
