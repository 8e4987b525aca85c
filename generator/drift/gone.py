"""What the specs have from a source and its new edition no longer says.

A document that is silent about a thing has not withdrawn it. Only a table that is still there counts, with a row less,
and only for facts that the specs cite from this very source.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.drift.claims import Finding
from generator.drift.facts import Fact
from generator.drift.passage import Passage
from generator.drift.subject import Context


class Gone:
    """Looks for rows that are missing."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def rows(self, header: Passage, models: tuple[str, ...], names: set[str]) -> Iterator[Finding]:
        """Parameters without a row in the parameter table of these models."""
        for fact in self._facts(models, ".supported"):
            name = fact.field.removesuffix(".supported")
            if name not in names:
                yield self._finding(header, fact, f"no row for {name}", name)

    def ratios(self, header: Passage, models: tuple[str, ...], labels: set[str], sizes: set[str]) -> Iterator[Finding]:
        """Aspect ratios without a row in the table of resolutions; a row with another label is there still."""
        for fact in self._facts(models, "size.ratio:"):
            label = fact.field.removeprefix("size.ratio:")
            if label not in labels and fact.value not in sizes:
                yield self._finding(header, fact, f"no row for {label}", label)

    def _facts(self, models: tuple[str, ...], part: str) -> Iterator[Fact]:
        """One fact for each name, if it is cited for every one of the models."""
        if self.context.source is None:
            return
        seen: set[str] = set()
        for model in models:
            for fact in self.context.facts.about(model):
                if part in fact.field and fact.field not in seen and not self._excused(fact):
                    seen.add(fact.field)
                    if all(self.context.facts.of((each,), fact.field) for each in models):
                        yield fact

    def _excused(self, fact: Fact) -> bool:
        """Not from this source; or a size of which the specs tell already that this source does not have it."""
        source = self.context.source
        _, _, label = fact.field.partition(".ratio:")
        family = next(family for family in self.context.spec.families if any(m.id == fact.model for m in family.models))
        if label:
            words = {str(fact.value), label}
            others = [item for item in family.disagreements if source not in item.sources]
            told = any(_speaks(f"{item.about} {item.claim}", word) for item in others for word in words)
            return told or not fact.cites(source)
        name = fact.field.removesuffix(".supported")
        about = [item for item in family.disagreements if source in item.sources and _speaks(item.about, name)]
        own = [each for each in self.context.facts.about(fact.model) if each.field.startswith(f"{name}.")]
        return not about and not any(each.cites(source) for each in own)

    def _finding(self, header: Passage, fact: Fact, said: str, name: str) -> Finding:
        about = f"{fact.model} {fact.field}"
        held = str(fact.value) if not isinstance(fact.value, bool) else "supported"
        return Finding(kind="gone", place=header.place(), about=about, said=said, held=held, fact=fact, name=name)


def _speaks(text: str, name: str) -> bool:
    return name in text.replace(",", " ").replace(".", " ").split() or (":" in name and name in text)
