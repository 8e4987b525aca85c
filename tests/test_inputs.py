"""The guide to editing says which kinds of image work where, as tried now."""

from __future__ import annotations

import pytest

from tests import inputs


@pytest.mark.parametrize("language", inputs.PAGES)
def test_the_guide_says_what_each_slot_takes(language: str) -> None:
    text = inputs.PAGES[language].read_text("utf-8")
    assert inputs.page(text, language) == text, "run: make inputs"


def test_every_slot_takes_something_and_nothing_takes_what_is_no_image() -> None:
    told = [answers for answers, found in inputs.tried().items() for _ in found]
    assert len(told) > 30
    assert all((True, True) in answers and answers[-3:] == ((False, False),) * 3 for answers in told)
