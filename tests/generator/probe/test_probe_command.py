"""`python -m generator probe`: the plan, a run over a socket, and the patch that follows from the answers."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from brushwork.testing import Emulator
from generator.cli import main
from generator.pipeline import planned
from generator.probe.answers import Answer, Verdict
from generator.probe.asking import Pace
from generator.probe.propose import patch
from generator.sides import Side
from tests.generator.probe.asked import BEIJING, SINGAPORE, SPECS, questions_of_singapore, specs

SOME = ["qwen-image/n/range", "wan2.7/negative_prompt/supported", "wan2.7-image-pro/generate/n/maximum"]


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    def pace(_: Pace, model: str) -> None:
        del model

    monkeypatch.setattr(Pace, "wait", pace)
    monkeypatch.delenv("DASHSCOPE_API_KEY", raising=False)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder with a copy of the specs, to be patched."""
    shutil.copytree(SPECS, tmp_path / "specs")
    return tmp_path


def run(
    copied: Path, world: dict[str, str], monkeypatch: pytest.MonkeyPatch, *arguments: str, region: str = SINGAPORE
) -> int:
    with Emulator(world=world, region=region) as api:
        monkeypatch.setenv("DASHSCOPE_API_KEY", api.key)
        where = ["--specs", str(copied / "specs"), "--journal", str(copied / "journal"), "--base-url", api.url]
        code = main(["probe", "run", "--budget", "0", "--region", region, *where, *arguments])
        assert len(api.ledger) == 0
    return code


def proposed(copied: Path, capsys: pytest.CaptureFixture[str], *arguments: str, region: str = SINGAPORE) -> str:
    capsys.readouterr()
    where = ["--specs", str(copied / "specs"), "--journal", str(copied / "journal"), "--region", region]
    assert main(["probe", "report", "--propose", *where, *arguments]) == 0
    return capsys.readouterr().out


def apply(copied: Path, text: str) -> None:
    (copied / "patch").write_text(text, "utf-8")
    subprocess.run(["git", "apply", "patch"], cwd=copied, check=True)


def test_the_plan_says_what_is_free_and_why_and_what_is_not(
    capsys: pytest.CaptureFixture[str], snapshot: SnapshotAssertion
) -> None:
    chosen = [
        "qwen-image/*",
        "wan2.5-i2i/*",
        "wan2.5-i2i-preview/*",
        "wanx-v1/*",
        "wan2.7/images/*",
        "api/path*",
        "api/regions/us-east-1/host",
    ]
    assert main(["probe", "plan", *chosen]) == 0
    told = capsys.readouterr()
    assert told.out == snapshot
    assert told.err == snapshot


def test_a_run_says_first_what_it_sends_and_then_what_it_found(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(copied, {"qwen-image/n/range": "claim"}, monkeypatch, *SOME) == 0
    lines = capsys.readouterr().out.splitlines()
    (at,) = (number for number, line in enumerate(lines) if line.startswith("At most these"))
    assert f"these {at} requests go to 127.0.0.1" in lines[at]
    assert lines[at].endswith("questions: 3, at most 0 USD.")
    assert all(line.startswith("POST /api/v1/services/aigc/") for line in lines[:at])
    assert lines[at + 1 :] == [
        f"{SOME[0]}: the other claim is right: n = 4 of qwen-image-plus was refused by name (400 InvalidParameter)",
        f'{SOME[1]}: the specs are right: negative_prompt = "people" of wan2.7-image-pro passed (400 InvalidParameter)',
        f"{SOME[2]}: the specs are right: n = 4 of wan2.7-image-pro passed (400 InvalidParameter)",
    ]
    capsys.readouterr()
    run(copied, {}, monkeypatch, *SOME)
    assert capsys.readouterr().out.splitlines()[0].startswith("At most these 0 requests")


def test_a_patch_settles_what_was_answered(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], snapshot: SnapshotAssertion
) -> None:
    run(copied, {"qwen-image/n/range": "claim"}, monkeypatch, *SOME)
    patch = proposed(copied, capsys, *SOME).replace(_today(copied), "2026-11-29")
    assert patch == snapshot
    apply(copied, patch)
    after = planned(copied / "specs").spec
    assert {each.id for each in after.disputes} & set(SOME) == set()
    (n,) = (each for each in after.models["qwen-image-plus"].modes[0].parameters if each.name == "n")
    assert (n.range, n.sources[-1]) == ((1, 1), "observed")
    (observed,) = (each for each in after.sources if each.id == "observed")
    assert [each.about for each in observed.answers] == SOME


def _today(copied: Path) -> str:
    """The day of the answers in a journal."""
    return (copied / "journal").read_text().partition('"at": "')[2][:10]


@pytest.mark.parametrize("region", [SINGAPORE, BEIJING])
def test_a_service_that_does_as_the_specs_say_leaves_no_conflict_that_can_be_asked_for_free(
    region: str, copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = planned(copied / "specs").spec
    world = {each.id: "fact" for each in before.disputes} | {"qwen-image/retirement": "claim"}
    world["qwen-image-edit/retirement"] = "claim"
    run(copied, world, monkeypatch, *world, region=region)
    told = capsys.readouterr().out
    settled = {each.id for each in before.disputes if f"\n{each.id}: the " in told}
    apply(copied, proposed(copied, capsys, *world, region=region))
    after = planned(copied / "specs").spec
    assert {each.id for each in before.disputes} - {each.id for each in after.disputes} == settled
    assert len(settled) > 30
    assert after.models["qwen-image-plus"].lifecycle is None


@pytest.mark.parametrize(
    ("conflict", "file", "written"),
    [
        ("qwen-image-edit/size/sides", "qwen-image-edit", "    sides: [512, 2048]\n"),
        ("qwen-image-2.0/images/sides_recommended", "qwen-image-2.0", "  sides_recommended: false\n"),
        ("wan2.5-i2i/images/alpha", "wan2.5-i2i", "  alpha: refused\n"),
        ("qwen-image/qwen-image-max/generate/size/fixed", "qwen-image", "            fixed: true\n"),
    ],
)
def test_a_claim_that_holds_becomes_the_fact(
    conflict: str,
    file: str,
    written: str,
    copied: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(copied, {conflict: "claim"}, monkeypatch, conflict)
    apply(copied, proposed(copied, capsys, conflict))
    assert conflict not in {each.id for each in planned(copied / "specs").spec.disputes}
    assert (copied / f"specs/models/{file}.yaml").read_text("utf-8").count(written) == 1


@pytest.mark.parametrize("side", ["fact", "claim"])
def test_a_patch_of_every_conflict_leaves_specs_that_are_sound(side: Side, copied: Path) -> None:
    """An edit from which more would follow is left to a person, with what `check` says of it."""
    answer = Answer(status=400, code="InvalidParameter", at="2026-11-29")
    verdicts = [
        Verdict(question=question, side=side, words="so it said", answer=answer)
        for question in questions_of_singapore()
        if question.dispute is not None
    ]
    text, left = patch(specs(), verdicts, SINGAPORE)
    apply(copied, text)
    after = planned(copied / "specs").spec
    by_hand = {line.partition(": ")[0] for line in left}
    assert {each.question.id for each in verdicts} - by_hand
    assert by_hand >= {each.id for each in after.disputes}
    assert (not left) is (side == "fact")
    if side == "claim":
        assert any(line.startswith("wan2.6-image/edit/size/pixels: the claim holds, and more follows") for line in left)


@pytest.mark.parametrize(
    ("conflict", "word"),
    [
        ("qwen-image-2.1/enable_thinking/supported", "enable_thinking"),
        ("wan2.7/negative_prompt/supported", "negative_prompt"),
    ],
)
def test_what_the_service_denies_goes_wherever_it_stands(
    conflict: str, word: str, copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(copied, {conflict: "claim"}, monkeypatch, conflict)
    apply(copied, proposed(copied, capsys, conflict))
    family = conflict.partition("/")[0]
    (left,) = (each for each in planned(copied / "specs").spec.families if each.id == family)
    assert word not in {each.name for model in left.models for mode in model.modes for each in mode.parameters}


def test_a_retirement_is_confirmed_once_the_models_are_gone(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(copied, {"qwen-image/retirement": "fact"}, monkeypatch, "qwen-image/retirement")
    apply(copied, proposed(copied, capsys, "qwen-image/retirement"))
    lifecycle = planned(copied / "specs").spec.models["qwen-image-plus"].lifecycle
    assert lifecycle is not None
    assert lifecycle.confirmed
    assert lifecycle.sources[-1] == "observed"


def test_a_bound_of_a_text_or_a_list_is_confirmed_where_the_specs_state_it(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["wan2.7-image-pro/generate/prompt/length", "wan2.7-image-pro/edit/reference_images/count-maximum"]
    run(copied, {}, monkeypatch, *asked)
    told = capsys.readouterr().out
    assert all(f"{each}: the specs are right: " in told for each in asked)
    apply(copied, proposed(copied, capsys, *asked))
    after = planned(copied / "specs").spec
    prompt = after.models["wan2.7-image-pro"].modes[0].prompt
    assert prompt is not None
    assert prompt.sources[-1] == "observed"
    (observed,) = (each for each in after.sources if each.id == "observed")
    assert {each.about for each in observed.answers} == set(asked)


def test_a_notice_that_no_conflict_is_about_is_asked_about_too(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copied / "specs/models/qwen-image.yaml"
    file.write_text(file.read_text("utf-8").replace("    probe: {lifecycle: true, taken: claim}\n", ""), "utf-8")
    run(copied, {"qwen-image/retirement": "fact"}, monkeypatch, "qwen-image/lifecycle")
    apply(copied, proposed(copied, capsys, "qwen-image/lifecycle"))
    lifecycle = planned(copied / "specs").spec.models["qwen-image-max"].lifecycle
    assert lifecycle is not None
    assert lifecycle.confirmed


def test_a_budget_buys_what_only_a_picture_shows(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Emulator(world={"z-image/size/default": "claim"}, region=SINGAPORE) as api:
        monkeypatch.setenv("DASHSCOPE_API_KEY", api.key)
        where = ["--specs", str(copied / "specs"), "--journal", str(copied / "journal"), "--base-url", api.url]
        for budget in ("0.01", "0.05", "0.05"):
            main(["probe", "run", "--budget", budget, *where, "z-image/size/default", "wan2.7/n/default"])
        assert api.ledger.images == 1
        assert 0 < api.ledger.cost["USD"] <= Decimal("0.03")
    told = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("POST")]
    assert told[0].endswith("questions: 0, at most 0 USD.")
    assert told[1].endswith("questions: 1, at most 0.03 USD.")
    assert told[2] == "z-image/size/default: the other claim is right: size came out as 1024*1024 (200)"
    assert told[3].endswith("questions: 0, at most 0 USD.")


def test_a_second_patch_adds_to_the_answers_of_the_first(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("wan2.7/negative_prompt/supported", "qwen-image/n/range"):
        run(copied, {}, monkeypatch, name)
        apply(copied, proposed(copied, capsys, name))
    (observed,) = (each for each in planned(copied / "specs").spec.sources if each.id == "observed")
    assert [each.about for each in observed.answers] == ["wan2.7/negative_prompt/supported", "qwen-image/n/range"]


def test_what_a_person_has_to_write_is_said(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    conflict = "qwen-image/place-of-negative_prompt-in-a-task"
    run(copied, {conflict: "claim"}, monkeypatch, conflict)
    capsys.readouterr()
    where = ["--specs", str(copied / "specs"), "--journal", str(copied / "journal")]
    main(["probe", "report", "--propose", *where, conflict])
    assert f"no patch for {conflict}: the claim holds" in capsys.readouterr().err


def test_a_request_that_is_accepted_ends_the_run(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Emulator() as api:
        api.faults.add("drop-after-accepting", endpoint="*", times=None)
        monkeypatch.setenv("DASHSCOPE_API_KEY", api.key)
        where = ["--specs", str(copied / "specs"), "--journal", str(copied / "journal"), "--base-url", api.url]
        assert main(["probe", "run", "--budget", "0", *where, "qwen-image/n/range"]) == 1
        assert len(api.traffic) == 1
    assert "may be billed" in capsys.readouterr().err


def test_whoever_interrupts_a_run_is_told_that_it_can_go_on(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    turns = iter(range(3))

    def pace(_: Pace, model: str) -> None:
        if next(turns, None) is None:
            raise KeyboardInterrupt(model)

    monkeypatch.setattr(Pace, "wait", pace)
    assert run(copied, {}, monkeypatch, *SOME) == 130
    assert capsys.readouterr().err == f"stopped; the same command goes on after what {copied / 'journal'} has\n"
    assert len((copied / "journal").read_text("utf-8").splitlines()) == 6


def test_without_a_key_nothing_is_sent(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--specs", str(copied / "specs"), "--journal", str(copied / "journal")]
    assert main(["probe", "run", "--budget", "0", *where]) == 2
    assert capsys.readouterr().err.startswith("error: set DASHSCOPE_API_KEY")
    assert not (copied / "journal").exists()


@pytest.mark.parametrize("arguments", [["no/such"], ["--region", "nowhere"]])
def test_what_is_not_there_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["probe", "plan", *arguments])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("error: ")
