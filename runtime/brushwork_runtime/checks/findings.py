"""What the checks of one request find: faults to refuse it for, and warnings to give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime import redact
from brushwork_runtime.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_runtime.errors import BrushworkWarning
    from brushwork_runtime.spec import Dispute


class Findings:
    """Faults and warnings, in the order in which they were found. `titles` maps source ids to document titles."""

    __slots__ = ("faults", "subject", "titles", "warnings")

    def __init__(self, subject: str = "", titles: Mapping[str, str] | None = None) -> None:
        self.subject = subject
        self.titles: Mapping[str, str] = titles or {}
        self.faults: list[Fault] = []
        self.warnings: list[tuple[str, type[BrushworkWarning]]] = []

    def fault(self, parameter: str, value: object, rule: str, what: str, nearest: object = None) -> None:
        """Record that `parameter` broke `rule`; `what` completes the sentence that starts with its name."""
        self.faults.append(Fault(parameter, value, rule, f"{parameter} {what}", nearest))

    def refuse(self, parameter: str, value: object, rule: str, wanted: str, nearest: object = None) -> None:
        """Record a refused value, shown beside what was `wanted`."""
        self.fault(parameter, value, rule, f"is {redact.value(value)}; {wanted}.", nearest)

    def truncated(self, what: str) -> None:
        """Record that the service will truncate a text."""
        from brushwork_runtime.errors import TruncationWarning

        self.warnings.append((f"{self.subject}: {what}", TruncationWarning))

    def disputed(self, what: str, dispute: Dispute, claim: str) -> None:
        """Record that the request agrees with the fact but not with the `claim` of another document."""
        from brushwork_runtime.errors import DisputedWarning

        text = (
            f"{self.subject}: {what}. Allowed by {self._named(dispute.stated_by)}. "
            f"Contradicted by {self._named(dispute.sources)}: {claim}. {dispute.decision}"
        )
        self.warnings.append((text, DisputedWarning))

    def _named(self, sources: tuple[str, ...]) -> str:
        names = [f'"{self.titles.get(source, source)}"' for source in sources[:2]]
        if len(sources) > 2:
            names = [", ".join(names), f"{len(sources) - 2} more"]
        return " and ".join(names) or "a document"
