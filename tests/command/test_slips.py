"""Usual slips, and what a person is told to type instead; and the model where none is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command.running import Command

ROOM = ("-i", "https://example.com/room.png")
REQUEST = {"model": "wan2.6-t2i", "prompt": "a cat"}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("generate", "a cat", "-n", "2"), 2, 'Did you mean gen?\n  hint: brushwork gen "a cat" -n 2'),
        (("a red cat",), 2, 'It looks like a prompt.\n  hint: brushwork gen "a red cat"'),
        (("gen", "a", "red", "cat", "-n", "2"), 2, 'put it in quotes.\n  hint: brushwork gen "a red cat"'),
        (("edit", "put 1 on 2", *ROOM, "oss://b/2.png"), 2, "-i takes one image"),
        (("gen", "a cat", "-m", "wan2.8"), 3, "Did you mean wan2.7-image-pro, wan2.7-image,"),
        (("models", "show", "wan2.8"), 3, "Did you mean wan2.7-image-pro, wan2.7-image,"),
        (("gen", "a cat", "-m", "z-imag"), 3, "Did you mean z-image-turbo?"),
        (("sequence", "four seasons", "-m", "wan2.7-image"), 3, "-n 4 makes at most 4 images"),
        (("edit", "make it night"), 3, '-i: brushwork edit "make it night" -i room.jpg'),
        (("edit", "make it night", "-m", "z-image-turbo", *ROOM), 3, "Models with edit: "),
        (("gen", "make it night", "-m", "z-image-turbo", *ROOM), 3, "Models with edit: "),
        (("gen", "--request", '{"modle": "x", "promt": "y"}'), 3, "'promt' is not a key of a request, did you mean"),
        (("gen", "--request", json.dumps({**REQUEST, "sise": "1K"})), 3, "did you mean size?"),
        (("gen", "a cat", "-p", "width=1280", "-p", "height=1280"), 3, "It is -s 1280*1280."),
        (("gen", "a", "-p", "width=1000", "-p", "height=700"), 3, "It is -s 1536*1072 or --output-size 1000x700."),
        (("gen", "a cat", "--mode", "try_on"), 2, "Missing option '-m'"),
    ],
)
def test_a_slip_leads_to_what_was_meant(arguments: tuple[str, ...], code: int, words: str, command: Command) -> None:
    done = command(*arguments)
    assert done.code == code, done.err
    assert words.replace("\n ", "") in done.told
    as_json = command(*arguments, "--json").json["error"]
    assert as_json["exit_code"] == code
    assert as_json["hint"] or "did you mean" in as_json["message"]


def test_who_forgot_the_image_is_not_told_of_models_without(command: Command) -> None:
    assert "Accepted unchanged" not in command("edit", "make it night").err


def test_models_that_can_are_those_of_the_region(command: Command) -> None:
    hint = command("edit", "x", "-m", "z-image-turbo", *ROOM, "--json").json["error"]["hint"]
    assert "wan2.6-image" in hint
    assert "qwen-image-plus" not in hint


@pytest.mark.parametrize(
    ("arguments", "model"),
    [
        (("gen", "x"), "wan2.6-t2i"),
        (("gen", "x", *ROOM), "wan2.6-image"),
        (("edit", "x", *ROOM), "wan2.6-image"),
        (("interleave", "x"), "wan2.6-image"),
        (("sequence", "x", "-n", "2"), "wan2.7-image"),
        (("gen", "--request", json.dumps({"prompt": "x", "reference_image": ROOM[1]})), "wan2.6-image"),
    ],
)
def test_without_a_model_it_is_one_that_can(arguments: tuple[str, ...], model: str, command: Command) -> None:
    assert command(*arguments, "--dry-run", "--json").json["body"]["model"] == model


@pytest.mark.parametrize(
    ("configured", "arguments", "model"),
    [
        ("wan2.7-image-pro", ("edit", "x", *ROOM), "wan2.7-image-pro"),
        ("wan2.7-image-pro", ("gen", "x"), "wan2.7-image-pro"),
        ("z-image-turbo", ("edit", "x", *ROOM), "wan2.6-image"),
    ],
)
def test_the_configured_model_is_taken_where_it_can(
    configured: str, arguments: tuple[str, ...], model: str, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRUSHWORK_MODEL", configured)
    done = command(*arguments, "--dry-run", "--json")
    assert done.json["body"]["model"] == model
    assert ("the configured model, has no edit" in done.err) == (model != configured)


def test_a_model_that_makes_one_image_is_priced_as_several_calls(command: Command) -> None:
    rows = {row["model"]: row for row in command("cost", "a cat", "-n", "4", "--json").json["estimates"]}
    assert (rows["z-image-turbo"]["calls"], rows["z-image-turbo"]["images_maximum"]) == (4, 4)
    one = command("cost", "a cat", "-m", "z-image-turbo", "--json").json["estimates"][0]
    assert float(rows["z-image-turbo"]["maximum"]) == pytest.approx(4 * float(one["maximum"]))
    assert rows["wan2.6-t2i"]["calls"] == 1


def test_more_images_than_a_call_makes_are_several_calls(command: Command) -> None:
    row = command("cost", "-m", "wan2.6-t2i", "-n", "6", "--json").json["estimates"][0]
    assert (row["calls"], row["images_maximum"], row["maximum"]) == (2, 6, "0.18")
    assert command("cost", "-m", "wan2.6-t2i", "-n", "0").code == 3


@pytest.mark.parametrize("request_", ['{"model": "wan2.6-t2i", "n": 4}', '{"n": 4}'])
def test_a_request_is_priced_without_a_prompt(request_: str, command: Command) -> None:
    row = command("cost", "--request", request_, "--json").json["estimates"][0]
    assert (row["model"], row["images_maximum"]) == ("wan2.6-t2i", 4)


def test_currencies_are_not_compared(command: Command) -> None:
    rows = command("cost", "a cat", "--json").json["estimates"]
    currencies = [row["currency"] for row in rows if row["known"]]
    assert currencies == sorted(currencies, key=lambda each: each != "USD")


def test_what_is_not_sent_costs_nothing(command: Command, work: Path) -> None:
    command("edit", "x", "-m", "z-image-turbo", *ROOM)
    assert not list(work.iterdir())


@pytest.mark.parametrize(
    ("option", "ours"),
    [
        ("--num-images", "It is -n N."),
        ("--num_outputs", "It is -n N."),
        ("--width", "It is -s 1280*720, or -s 16:9."),
        ("--aspect-ratio", "It is -s 1280*720, or -s 16:9."),
        ("--image-url", "It is -i IMAGE."),
        ("--negative-prompt", "It is -p negative_prompt=VALUE."),
        ("--thinking-mode", "It is -p thinking_mode=VALUE."),
        ("--prompt-extent", "It is -p prompt_extend=VALUE."),
        (
            "--guidance-scale",
            "No model here has guidance_scale or anything like it. hint: The parameters of each model",
        ),
        ("--steps", "No model here has steps or anything like it."),
    ],
)
def test_an_option_of_another_service_leads_to_ours(command: Command, option: str, ours: str) -> None:
    done = command("gen", "a cat", option, "2")
    assert done.code == 2
    assert f"No such option '{option}'." in done.told
    assert ours in done.told


@pytest.mark.parametrize("amount", ["x", "nan", "-1", "1e"])
def test_a_price_that_is_no_amount_is_refused(command: Command, amount: str) -> None:
    done = command("models", "list", "--max-price", amount)
    assert done.code == 2
    assert f"'{amount}' is not an amount; write it as 0.50" in done.told
