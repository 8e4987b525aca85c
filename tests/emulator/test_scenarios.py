"""When faults strike: by rules, files, chance and the debug header."""

from __future__ import annotations

import builtins
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from brushwork_emulator import Chaos, Emulator, Rule, Scenario
from brushwork_emulator.faults import load
from tests.emulator.loopback import query, submit, sync
from tests.runtime.brushes import API, BRUSH, schema

YAML = """
faults:
  - {fault: rate-limited, argument: 2, endpoint: multimodal-generation, nth: 2, times: 2}
  - {fault: "error:400 Arrearage", endpoint: image-*, times: null}
chaos: {rate: 1, faults: [error-408], seed: 3, endpoint: task}
"""


@pytest.fixture
def api() -> Iterator[Emulator]:
    with Emulator([BRUSH], API, schemas=schema) as made:
        yield made


def follows(api: Emulator) -> None:
    """What the scenario of `YAML` says."""
    assert [sync(api).status for _ in range(4)] == [200, 429, 429, 200]
    assert [submit(api).status for _ in range(2)] == [400, 400]
    assert query(api, "x").status == 408


def test_a_yaml_file(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(YAML, "utf-8")
    with Emulator([BRUSH], API, schemas=schema, faults=file) as api:
        follows(api)


def test_a_json_file(tmp_path: Path) -> None:
    file = tmp_path / "scenario.json"
    rules = [
        {"fault": "rate-limited:2", "endpoint": "multimodal-generation", "nth": 2, "times": 2},
        {"fault": "error:400 Arrearage", "endpoint": "image-*", "times": None},
    ]
    chaos = {"rate": 1, "faults": ["error-408"], "endpoint": "task"}
    file.write_text(json.dumps({"faults": rules, "chaos": chaos}), "utf-8")
    with Emulator([BRUSH], API, schemas=schema, faults=str(file)) as api:
        follows(api)


def test_objects() -> None:
    rules = [
        Rule("rate-limited", argument=2, endpoint="multimodal-generation", nth=2, times=2),
        Rule("error", argument="400 Arrearage", endpoint="image-*", times=None),
    ]
    chaos = Chaos(1, ["error-408"], endpoint="task")
    with Emulator([BRUSH], API, schemas=schema, faults=Scenario(rules, chaos)) as api:
        follows(api)
    with Emulator([BRUSH], API, schemas=schema, faults=[Rule("error-503")]) as api:
        assert [sync(api).status for _ in range(2)] == [503, 200]


def test_rules_come_and_go_while_it_runs(api: Emulator) -> None:
    assert sync(api).status == 200
    api.faults.add("error-503", times=None)
    assert sync(api).status == 503
    api.faults.clear()
    assert sync(api).status == 200


def test_the_header_comes_before_the_rules(api: Emulator) -> None:
    api.faults.add("error-503", times=None)
    assert sync(api, "error-408").status == 408


def test_an_unknown_fault_is_told_with_the_nearest(api: Emulator) -> None:
    raw = sync(api, "drop-after-acepting")
    assert (raw.status, raw.json()["code"]) == (400, "EmulatorFault")
    assert "drop-after-accepting" in raw.json()["message"]
    with pytest.raises(ValueError, match=r"did you mean drop-after-accepting"):
        api.faults.add("drop-after-acepting")


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ([], "expected a mapping"),
        ({"fault": []}, "'fault' is not one of faults, chaos"),
        ({"faults": {}}, "'faults' is a list"),
        ({"faults": [{"fault": "reset"}, {"fault": "rest"}]}, "fault 2: no fault is called 'rest'"),
        ({"faults": [{"fault": "reset", "nth": 0}]}, "fault 1: requests count from 1"),
        ({"faults": [{"fault": "reset", "times": "all"}]}, "'times' must be a number"),
        ({"faults": [{"endpoint": "task"}]}, "'fault' and 'endpoint' are texts"),
        ({"chaos": {"rate": 2, "faults": ["reset"]}}, "between 0 and 1"),
        ({"chaos": {"rate": 0.5, "faults": []}}, "at least one fault"),
        ({"chaos": {"rate": 0.5}}, "'faults' must be a list of names"),
        ({"chaos": {"rate": "often", "faults": ["reset"]}}, "'rate' and 'seed' are numbers"),
    ],
)
def test_a_wrong_scenario_says_where(tmp_path: Path, document: object, words: str) -> None:
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(document), "utf-8")
    with pytest.raises(ValueError, match=r"wrong\.json") as caught:
        load(file)
    assert words in str(caught.value)


def test_what_is_no_yaml_says_so(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("faults: [", "utf-8")
    with pytest.raises(ValueError, match=r"wrong\.yaml is not YAML"):
        load(file)


def test_yaml_without_its_package_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("ruamel"):
            raise ImportError(name)
        return real(name, *rest)

    file = tmp_path / "scenario.yaml"
    file.write_text(YAML, "utf-8")
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match=r"pip install .brushwork\[emulator\]"):
        load(file)


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.yaml", f"{BOMB}faults: [{{fault: reset, argument: *i}}]\n", "yaml:1 has an anchor or an alias"),
        ("a.yaml", "faults:\n  - &x {fault: reset}\n  - *x\n", "yaml:2 has an anchor"),
        ("a.yaml", "base: &b {fault: reset}\nfaults: [{<<: *b}]\n", "yaml:1 has an anchor"),
        ("a.yaml", "&x faults: [*x]\n", "yaml:1 has an anchor"),
        ("a.yaml", "faults: " + "[" * 3000 + "]" * 3000, "is nested more than 20 levels deep"),
        ("a.json", '{"faults": ' + "[" * 200_000 + "]" * 200_000 + "}", "nested too deep"),
        ("a.yaml", "#" * (1 << 20) + "\n", "more than 1,048,576 bytes"),
        ("a.json", " " * (1 << 21) + "{}", "more than 1,048,576 bytes"),
        ("a.yaml", "faults: [{fault: reset, argument: [1, 2]}]", "'argument' must be a string or a number"),
        ("a.yaml", "faults: [", "is not YAML"),
        ("a.yaml", "faults: []\nfaults: []\n", "is not YAML"),
        ("a.json", "{", "cannot be read"),
    ],
    ids=["bomb", "alias", "merge", "recursive", "deep", "deep json", "long", "long json", "list", "yaml", "two", "{"],
)  # fmt: skip
def test_a_scenario_that_is_made_to_hurt(tmp_path: Path, name: str, text: str, words: str) -> None:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=words) as caught:
        load(file)
    assert str(file) in str(caught.value)
    assert len(str(caught.value)) < 1000


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a file without an end")
def test_a_scenario_without_an_end() -> None:
    with pytest.raises(ValueError, match="more than 1,048,576 bytes"):
        load(Path("/dev/zero"))
