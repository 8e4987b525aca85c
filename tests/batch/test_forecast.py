"""What a plan says of cost, time, disk and packing, held against sums made by hand."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from brushwork import Client
from brushwork_batch.expand import Expansion
from brushwork_batch.forecast import Forecast, duration
from brushwork_batch.planning import Planning


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Client(api_key="sk-test", region="cn-beijing") as made:
        yield made


def forecast(folder: Path, client: Client, *rows: Mapping[str, Any], **options: Any) -> Forecast:
    path = folder / "jobs.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    planning = Planning(path, client, **options)
    for _ in planning:
        pass
    return planning.forecast()


def test_the_cost_is_the_sum_of_the_estimates(tmp_path: Path, client: Client) -> None:
    rows: list[dict[str, object]] = [
        {"model": "wan2.6-t2i", "prompt": "a", "n": 3},
        {"model": "wan2.7-image", "prompt": "four seasons", "mode": "sequence", "n": 4},
        {"model": "wan2.6-t2i", "prompt": "b"},
    ]
    estimates = [client.prepare(row).estimate() for row in rows]
    found = forecast(tmp_path, client, *rows)
    assert found.upper == {"CNY": sum(each.maximum or 0 for each in estimates)}
    assert found.expected == {"CNY": sum(((each.minimum or 0) + (each.maximum or 0)) / 2 for each in estimates)}
    assert found.expected["CNY"] < found.upper["CNY"]
    assert found.images == 3 + 4 + 1
    assert [(share.model, share.calls) for share in found.models] == [("wan2.6-t2i", 2), ("wan2.7-image", 1)]
    assert json.loads(json.dumps(found.to_dict()))["cost"]["upper"] == {"CNY": f"{found.upper['CNY']:f}"}


def test_the_price_follows_what_decides_it(tmp_path: Path, client: Client) -> None:
    model = next(
        table
        for table in client.models.tables()
        if any(price.when for price in table.prices if price.region == "cn-beijing")
    )
    price = next(price for price in model.prices if price.when and price.region == "cn-beijing")
    assert price.when  # such a model is there, and a plan asks for each of its rows
    rows = [{"model": "z-image-turbo", "prompt": str(number), "prompt_extend": number % 2 == 0} for number in range(6)]
    prices = [client.prepare(row).estimate().maximum or Decimal(0) for row in rows]
    assert len(set(prices)) == 2
    assert forecast(tmp_path, client, *rows).upper["CNY"] == sum(prices)


def test_the_time_is_that_of_the_slower_limit(tmp_path: Path, client: Client) -> None:
    by_rate = forecast(tmp_path, client, *({"model": "qwen-image-2.0-pro", "prompt": str(i)} for i in range(600)))
    assert 600 * 30 <= by_rate.seconds <= 600 * 31 + 60
    by_tasks = forecast(tmp_path, client, *({"model": "wan2.7-image", "prompt": str(i)} for i in range(600)))
    each = (6 * 60) ** 0.5
    assert by_tasks.seconds == pytest.approx(600 * each / 5, rel=0.02)
    assert "5 at once" in by_tasks.models[0].why


def test_models_work_beside_each_other_and_those_of_a_group_do_not(tmp_path: Path, client: Client) -> None:
    wan = [{"model": "wan2.7-image", "prompt": str(i)} for i in range(100)]
    qwen = [{"model": "qwen-image-2.0-pro", "prompt": str(i)} for i in range(100)]
    alone = [forecast(tmp_path, client, *rows).seconds for rows in (wan, qwen)]
    assert forecast(tmp_path, client, *wan, *qwen).seconds == max(alone)


def test_several_pictures_of_one_prompt_are_advised_into_one_call(tmp_path: Path, client: Client) -> None:
    row = {"model": "qwen-image-2.0-pro", "prompt": "a cat"}
    found = forecast(tmp_path, client, row, expansion=Expansion(repeat=600))
    (advice,) = found.advice
    assert (advice.n, advice.before, advice.calls, advice.calls_before) == (6, 1, 100, 600)
    assert advice.same_price
    assert advice.seconds_before / advice.seconds > 5
    assert str(advice) == (
        f"qwen-image-2.0-pro: n=6 instead of 1: 100 calls instead of 600, {duration(advice.seconds)} instead of "
        f"{duration(advice.seconds_before)}, same price"
    )


@pytest.mark.parametrize(
    "rows",
    [
        [{"model": "qwen-image-2.0-pro", "prompt": str(i)} for i in range(50)],
        [{"model": "qwen-image-2.0-pro", "prompt": "a", "seed": i} for i in range(50)],
        [{"key": str(i), "model": "qwen-image-2.0-pro", "prompt": "a", "n": 6} for i in range(50)],
        [{"key": str(i), "model": "z-image-turbo", "prompt": "a"} for i in range(50)],
    ],
    ids=["prompts", "seeds", "full", "one a call"],
)
def test_what_cannot_be_packed_is_not_advised(tmp_path: Path, client: Client, rows: list[dict[str, Any]]) -> None:
    assert forecast(tmp_path, client, *rows).advice == ()


def test_the_disk_follows_the_size(tmp_path: Path, client: Client) -> None:
    sizes = "1024*1024", "2048*2048"
    small, large = (
        forecast(tmp_path, client, {"model": "qwen-image-2.0-pro", "prompt": "a", "size": size}) for size in sizes
    )
    assert large.bytes == 4 * small.bytes > 4_000_000


def test_rows_stream(tmp_path: Path, client: Client) -> None:
    path = tmp_path / "jobs.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(5000):
            row = {"key": f"row-{number}", "model": "wan2.6-t2i", "prompt": f"{number} {'cats ' * 100}"}
            file.write(json.dumps(row) + "\n")
    planning = Planning(path, client)
    rows = iter(planning)
    for _ in range(300):  # what is loaded once, and the first chunk
        next(rows)
    tracemalloc.start()
    try:
        count = sum(1 for _ in rows)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 4700
    assert peak < count * 400 + 1_000_000  # the file has 2.8 MB: of each row its key and its fingerprint are kept


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "1 s"), (59, "59 s"), (600, "10 min"), (50_400, "14 h"), (1_000_000, "11.6 days")]
)
def test_durations_are_said_as_people_do(seconds: float, said: str) -> None:
    assert duration(seconds) == said
