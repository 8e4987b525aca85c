"""Questions that cost nothing, asked of services of every world: what they find is true, and nothing is billed."""

from __future__ import annotations

import json
import os
import random
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest

from generator.probe.answers import settle
from generator.probe.asking import affordable
from generator.probe.plan import questions
from generator.probe.questions import Question
from tests.generator.probe import edges
from tests.generator.probe.asked import BEIJING, SINGAPORE, Service, answered, asked_in, every, home, specs
from tests.package.made_up import spec as made_up

WORLDS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parents[3] / "generated/brushwork/worlds.json").read_text("utf-8")
)
SIDES = ("fact", "claim")
SEEDS = 20 if "BRUSHWORK_FUZZ" in os.environ else 1
"""Random worlds of conflicts and bounds in which every free question is asked; each takes seconds."""
MORTAL = "qwen-image/qwen-image"
"""A model that is announced to retire: if it is not there, nobody knows why."""


def free() -> list[Question]:
    return [each for each in every() if each.free and each.dispute]


def test_every_conflict_of_the_documents_has_a_question_or_a_reason() -> None:
    entries = sum(
        path[-2:-1] in (("conflict",), ("conflicts",)) and isinstance(path[-1], int)
        for document in specs().loaded.documents
        for path in document.marks
    )
    disputes = [each for each in every() if each.dispute]
    assert len(disputes) == len({each.id for each in disputes}) == entries == len(WORLDS)
    assert [each.id for each in every() if not (each.free or each.priced or each.reason)] == []
    assert [each.id for each in every() if each.free and each.priced] == []


@pytest.mark.parametrize("side", SIDES)
def test_a_free_question_is_answered_right_under_both_answers(side: str, tmp_path: Path) -> None:
    for number, question in enumerate(free()):
        found, service = answered({question.id: side}, home(question), [question], tmp_path / str(number))
        expected = None if (question.id, side) == (MORTAL, "claim") else side
        assert (found[0].side, len(service.api.ledger)) == (expected, 0), f"{question.id}: {found[0].words}"


@pytest.mark.parametrize("side", SIDES)
def test_a_priced_question_costs_at_most_what_it_says(side: str, tmp_path: Path) -> None:
    priced = [(each, each.priced) for each in every() if each.priced]
    for number, (question, price) in enumerate(priced):
        found, service = answered({question.id: side}, home(question), [question], tmp_path / str(number))
        either = price.expected["fact"] is None and not price.request.shows_a_picture
        assert found[0].side == (None if either and side == "claim" else side), f"{question.id}: {found[0].words}"
        assert 0 < service.api.ledger.cost[price.currency] <= price.cost


@pytest.mark.parametrize("seed", range(8))
def test_the_truth_of_a_random_world_is_found_for_nothing(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    world = {conflict: chance.choice(SIDES) for conflict in WORLDS}
    region = chance.choice([SINGAPORE, BEIJING])
    asked = [each for each in asked_in(region) if each.free and each.dispute]
    found, service = answered(world, region, asked, tmp_path / "journal")
    assert len(service.api.ledger) == 0
    assert len(found) == len(asked)
    for verdict in found:
        question = verdict.question
        if verdict.side is None:
            assert hidden(question, world, region), f"{question.id}: {verdict.words}"
        else:
            assert verdict.side == world[question.id], f"{question.id}: {verdict.words}"


def hidden(question: Question, world: dict[str, str], region: str) -> bool:
    """Whether nothing can be found out of a model here, since it is gone, or a route of it is refused."""
    effects = [WORLDS[conflict][side] for conflict, side in world.items() if conflict != question.id]
    models = {trial.asked.model for group in question.groups for trial in group}
    gone = {model for each in effects for model, where in each.get("gone", []) if where in ("", region)}
    refused = {model for each in effects for model, _, _ in each.get("refused", [])}
    return bool(models & (gone | refused)) or question.id == MORTAL


@pytest.mark.parametrize("seed", [*range(SEEDS), "wider"])
def test_no_request_of_a_free_question_is_accepted_in_any_world(seed: int | Literal["wider"]) -> None:
    """Each one, also those that an earlier answer makes needless; whatever the conflicts and the bounds are."""
    chance, bounds = random.Random(seed), edges.worlds(specs().spec)
    world: dict[str, str] = {conflict: chance.choice(SIDES) for conflict in WORLDS}
    world |= {bound: seed if seed in ways else chance.choice([*ways]) for bound, ways in bounds.items()}
    region = chance.choice([SINGAPORE, BEIJING])
    service = Service(world, region, worlds={**WORLDS, **bounds})
    asked = [each for each in asked_in(region) if each.free and "/bytes-" not in each.id]
    requests = {each.key(region): each for one in asked for each in one.requests}
    statuses = {service.send(each).status for each in requests.values() if each.method == "POST"}
    service.api.close()
    assert len(requests) > 900
    assert statuses <= {400, 403, 404}
    assert len(service.api.ledger) == 0


@pytest.mark.parametrize("family", ["loom-2", "mosaic-1", "nested-1", "retouch-1"])
def test_families_of_every_construct_have_questions_or_reasons(family: str) -> None:
    asked = questions(made_up(family), SINGAPORE, lambda name: name.startswith(family))
    assert [each.id for each in asked if not (each.free or each.priced or each.reason)] == []
    assert any(each.free for each in asked)


def test_a_budget_buys_priced_questions_as_long_as_their_upper_costs_fit() -> None:
    asked = asked_in(SINGAPORE)
    assert affordable(asked, Decimal(0), "USD") == [each for each in asked if each.free]
    bought = [each for each in affordable(asked, Decimal("0.20"), "USD") if not each.free]
    assert 0 < sum(each.priced.cost for each in bought if each.priced) <= Decimal("0.20")
    assert {each.priced.currency for each in bought if each.priced} == {"USD"}


def test_a_service_that_names_the_other_reason_first_settles_nothing(tmp_path: Path) -> None:
    """Whatever is wrong, it speaks of the prompt: whether it would have taken n, nobody can tell."""
    (question,) = (each for each in asked_in(SINGAPORE) if each.id == "qwen-image/n/range")
    service = Service({question.id: "claim"}, SINGAPORE)

    def send(request: Any, /) -> Any:
        answer = service.send(request)
        return type(answer)(status=400, code=answer.code, message="the prompt is not valid", at=answer.at)

    found, _ = answered({}, SINGAPORE, [question], tmp_path / "journal", send)
    service.api.close()
    assert found[0].side is None
    assert found[0].words.startswith("unclear")


def test_nothing_is_settled_before_it_is_asked() -> None:
    for question in free()[:5]:
        assert settle(specs().spec, question, lambda _: None).side is None
