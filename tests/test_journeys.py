"""The journeys through the code are those that docs/JOURNEYS.md describes, and they get no longer."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.journeys import PAGE, ROOT

LONGEST = {"A local picture is edited and saved": (35, 15), "A task is submitted and waited for": (32, 10)}
"""How many modules of the core a call may enter, and how many of them may be on its way. A smaller number is better."""


def journeys(text: str) -> dict[str, list[str]]:
    """The modules and files in the tables of each section, in their order."""
    sections = (section.partition("\n") for section in text.split("\n## ")[1:])
    return {
        title: re.findall(r"\**`[^`]+`\**", "\n".join(re.findall(r"^\| \d+ (\|[^|]*)", body, re.MULTILINE)))
        for title, _, body in sections
    }


def test_the_documented_journeys_are_the_true_ones() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys", "--print"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    # An answer that arrives in two packets is read on by its body: that is the network's choice.
    documented, true = (
        journeys(text.replace("**`http/transport.py`**", "`http/transport.py`"))
        for text in (PAGE.read_text("utf-8"), done.stdout)
    )
    assert len(documented) == 3
    assert true == documented, "write them anew: make journeys"


def test_no_journey_gets_longer() -> None:
    documented = journeys(PAGE.read_text("utf-8"))
    for title, (most, most_on_the_way) in LONGEST.items():
        assert most_on_the_way <= len(documented[title]) <= most
        assert 5 < sum(name.startswith("**") for name in documented[title]) <= most_on_the_way
