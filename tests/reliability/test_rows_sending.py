"""Rows 8 to 10: the request is sent, and no answer comes."""

from __future__ import annotations

import pytest

from brushwork_runtime.base.errors import OutcomeUnknown
from tests.reliability.case import PROMPT, Case, row


@row(8, 9)
@pytest.mark.parametrize("fault", ["drop-after-accepting", "drop-before-accepting", "reset", "reset-before-accepting"])
def test_no_answer_is_an_unknown_outcome(case: Case, fault: str) -> None:
    case.api.faults.add(fault)
    error = case.fails(OutcomeUnknown, lambda: case.client.qwen_image_2_0_pro.generate(PROMPT), "not sent again")
    assert error.request is not None
