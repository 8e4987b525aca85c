"""`brushwork doctor`: checks, without cost, everything that a call depends on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from brushwork_cli import streams
from brushwork_cli.options.common import shared
from brushwork_cli.session import current
from brushwork_runtime import tr

if TYPE_CHECKING:
    from brushwork_cli.doctor.checks import Finding


@click.command("doctor")
@shared
def doctor() -> int:
    """Check key, regions, network, clock and disk.

    It queries every region for a task that does not exist, which costs nothing and shows whether it accepts the key;
    with a base URL it queries only that. The exit code is that of the first failure.
    """
    from brushwork_cli.doctor.checks import findings

    session = current()
    found: list[Finding] = []
    for finding in findings(session):
        found.append(finding)
        if not session.json:
            _tell(finding)
            if finding.hint:
                session.say(f"{'':<{_INDENT}}{finding.hint}")
    if session.json:
        known = [{"check": each.what, "state": each.state, "text": each.text, "hint": each.hint} for each in found]
        streams.document({"checks": known, "ok": all(each.state != "fail" for each in found)})
    return next((each.code for each in found if each.state == "fail"), 0)


def _tell(finding: Finding) -> None:
    """One line, folded behind the name of the check where the terminal is narrow."""
    from brushwork_cli.output.table import folded

    limit = streams.width(sys.stdout)
    text = streams.escaped(finding.text)
    first, *more = folded(text, max(limit - _INDENT, 20)) if limit is not None else [text]
    style = {"ok": "good", "warn": "doubt", "fail": "bad"}[finding.state]
    streams.ready(f"{streams.painted(_padded(tr(finding.state), 5), style)} {_padded(tr(finding.what), 15)} {first}")
    for line in more:
        streams.ready(f"{'':<{_INDENT}}{line}")


def _padded(text: str, columns: int) -> str:
    from brushwork_cli.output.table import width

    return text + " " * (columns - width(text))


_INDENT = 22
"""Columns before what a check found."""
