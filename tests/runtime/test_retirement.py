"""A model that is announced to retire: the warning, once, and what an error says of it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

from brushwork_runtime.base.clock import SystemClock, today
from brushwork_runtime.base.errors import AccessDenied, InvalidRequest, ModelNotFound, RetirementWarning
from brushwork_runtime.client import calls
from brushwork_runtime.tables.spec import Lifecycle, Model
from tests.runtime.brushes import BRUSH
from tests.runtime.support import FakeClock, client, error, images, reply

DONE = reply(images("https://r.example/1.png"))
SAID = "The vendor announced it. Not confirmed by an answer of the service. Its replacement is brush-1.0."
DAY = 86400.0
RETIRES = 1_791_590_400.0
"""2026-10-10, 00:00 UTC."""


def old(retires: str | None = "2026-10-10", name: str = "old-brush") -> Model:
    return Model(
        name,
        identifier="old_brush",
        family="brush",
        summary="Old.",
        modes=tuple(BRUSH.modes.values()),
        regions={},
        lifecycle=Lifecycle(retires, replacement="brush-1.0", said=SAID),
    )


def at(seconds: float) -> FakeClock:
    clock = FakeClock()
    clock.time = seconds
    return clock


@pytest.fixture(autouse=True)
def untold(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As at the start of a process."""
    monkeypatch.setattr(calls, "_warned_of", set[str]())
    with warnings.catch_warnings():
        warnings.simplefilter("always", RetirementWarning)
        yield


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (RETIRES - 1, "old-brush retires on 2026-10-10."),
        (RETIRES, "old-brush is past the date of its retirement, 2026-10-10."),
        (RETIRES + 50 * DAY, "old-brush is past the date of its retirement, 2026-10-10."),
    ],
)
def test_the_clock_of_the_client_tells_whether_the_date_is_past(moment: float, said: str) -> None:
    made, transport = client(DONE, clock=at(moment), specs=[old()])
    with pytest.warns(RetirementWarning) as caught:
        assert made.generate("a cat", model="old-brush").images
    assert str(caught[0].message) == f"{said} {SAID} The call is not refused here."
    assert caught[0].filename == __file__
    assert len(transport.requests) == 1


def test_it_is_said_once_in_a_process_whatever_the_client() -> None:
    with warnings.catch_warnings(record=True) as caught:
        for _ in range(2):
            made, _ = client(DONE, clock=at(RETIRES), specs=[old(), old(name="older-brush")])
            made.generate("a cat", model="old-brush")
            made.prepare({"model": "older-brush", "prompt": "a cat"}, validate=False)
    assert [str(each.message).split()[0] for each in caught] == ["old-brush", "older-brush"]


def test_where_warnings_are_errors_each_call_is_one_and_nothing_is_sent() -> None:
    made, transport = client(DONE, clock=at(RETIRES), specs=[old()])
    with warnings.catch_warnings():
        warnings.simplefilter("error", RetirementWarning)
        for _ in range(2):
            with pytest.raises(RetirementWarning, match="2026-10-10"):
                made.generate("a cat", model="old-brush")
    assert transport.requests == []


def test_a_model_that_goes_on_gives_no_warning() -> None:
    made, _ = client(DONE, clock=at(RETIRES), specs=[old(None)])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made.generate("a cat", model="old-brush")
        made.generate("a cat", model="brush-1.0")


def test_neither_a_look_at_the_models_nor_a_refused_call_warns() -> None:
    made, _ = client(DONE, clock=at(RETIRES), specs=[old()])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert made.models["old-brush"].modes
        assert repr(made["old-brush"])
        with pytest.raises(InvalidRequest):
            made.generate("a cat", model="old-brush", seed=-1)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (error(404, "ModelNotFound", "Model not exist."), ModelNotFound),
        (error(403, "AccessDenied", "no access"), AccessDenied),
    ],
)
def test_an_error_of_access_names_the_retirement(
    answer: object, kind: type[ModelNotFound] | type[AccessDenied]
) -> None:
    made, _ = client(answer, clock=at(RETIRES), specs=[old()])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - one of two steps
    with pytest.warns(RetirementWarning), pytest.raises(kind) as caught:
        made.generate("a cat", model="old-brush")
    assert SAID in str(caught.value.hint)
    with pytest.raises(kind) as caught:
        made.generate("a cat", model="brush-1.0")
    assert "replacement" not in str(caught.value.hint)


def test_no_refusal_sends_a_caller_to_it() -> None:
    made, _ = client(DONE, specs=[old(), old(None, "kept-brush")])
    with pytest.raises(InvalidRequest) as caught:
        made.generate("a cat", model="slow-brush", seed=7, size="1K", protocol="sync")
    named = {name for violation in caught.value.violations for name in violation.accepted_by}
    assert "kept-brush" in named
    assert "old-brush" not in named


def test_today_is_that_of_a_clock_that_counts_from_1970() -> None:
    assert today(at(RETIRES)) == "2026-10-10"
    assert today(at(RETIRES - 1)) == "2026-10-09"
    assert today(SystemClock()) == today(at(1000.0)) == today() > "2026-01-01"
