"""What every command prints, plain and with --json."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from brushwork import Client
from brushwork.testing import Emulator
from brushwork_cli.group import SECTIONS
from tests.command.running import Command, steady

OFFLINE = {
    "help": ("--help",),
    "nothing": (),
    "a command that there is not": ("gne",),
    "gen help": ("gen", "--help"),
    "task help": ("task", "--help"),
    "dry run": ("gen", "a cat, 水彩", "-m", "wan2.7-image-pro", "-s", "2K", "-n", "2", "--seed", "7", "--dry-run"),
    "dry run of an edit": ("gen", "put 1 on 2", "-m", "wan2.7-image", "-i", "https://example.com/1.png", "-i",
                           "oss://bucket/2.png", "-p", "bbox_list=[[],[[1,2,30,40]]]", "--dry-run"),
    "all models": ("models", "list", "--all", "--mode", "edit"),
    "all models as JSON": ("models", "list", "edit", "--all", "--max-price", "0.04", "--json"),
    "dry run of a task": ("gen", "a cat", "-m", "qwen-image-plus", "-p", "prompt_extend=no", "--dry-run"),
    "compat": ("gen", "a cat", "-m", "z-image-turbo", "-n", "4", "-p", "negative_prompt=fog", "--async", "--compat",
               "--dry-run"),
    "compat without images": ("gen", "a cat", "-m", "wan2.6-image", "--compat", "--dry-run"),
    "a disputed value": ("gen", "a cat", "-m", "qwen-image-plus", "-n", "2", "--dry-run"),
    "curl": ("curl", "a cat's night", "-m", "wan2.6-image", "-p", "enable_interleave=true"),
    "cost": ("cost", "a cat", "-n", "4"),
    "cost of one": ("cost", "-m", "z-image-turbo"),
    "cost in another region": ("cost", "-m", "wan2.7-image-pro", "-n", "3", "--region", "cn"),
    "models": ("models",),
    "models that edit": ("models", "list", "--mode", "edit", "--images", "3", "--max-price", "0.04"),
    "models of a region": ("models", "list", "--in", "eu", "--protocol", "async"),
    "models that are elsewhere": ("models", "--region", "cn-hongkong"),
    "models with text": ("models", "list", "--text"),
    "models by their words": ("models", "list", "text", "rendering"),
    "no such models": ("models", "list", "--max-price", "0.001"),
    "a model": ("models", "show", "wan2.6-image"),
    "the cheapest model": ("models", "show", "z-image-turbo"),
    "a snapshot": ("models", "show", "qwen-image-2.0-pro-2026-03-03"),
    "a schema of a mode that it lacks": ("models", "schema", "z-image-turbo", "edit"),
    "config": ("config",),
    "config path": ("config", "path"),
    "completion": ("completion", "fish"),
}  # fmt: skip

ONLINE = {
    "an image": ("gen", "a cat", "-m", "wan2.6-t2i", "-s", "16:9"),
    "two images": ("gen", "a cat", "-m", "qwen-image-2.0", "-s", "512*512", "-n", "2", "-o", "out"),
    "an image by its name": ("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512", "-o", "cat.png", "--overwrite"),
    "a template": ("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512", "--seed", "7", "-o", "{seed}/{id}.{ext}"),
    "a task": ("gen", "a cat", "-m", "wan2.2-t2i-flash", "-s", "512*512"),
    "a task that goes on": ("gen", "a cat", "-m", "wan2.2-t2i-flash", "-s", "512*512", "--no-wait"),
    "an edit": ("edit", "make it night", "-m", "qwen-image-edit", "-i", "https://example.com/1.png"),
    "a sequence": ("sequence", "four seasons", "-m", "wan2.7-image", "-s", "1K", "-n", "2"),
    "a story": ("interleave", "latte art", "-m", "wan2.6-image", "-p", "max_images=2", "-s", "768*768"),
    "the answer itself": ("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512", "--print-response"),
    "silence": ("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512", "-q"),
    "every request": ("gen", "a cat", "-m", "wan2.2-t2i-flash", "-s", "512*512", "-v"),
    "tasks": ("task", "list"),
}


@pytest.mark.parametrize("case", OFFLINE)
def test_offline(case: str, command: Command, snapshot: SnapshotAssertion) -> None:
    assert str(command(*OFFLINE[case])) == snapshot(name="plain")
    if "help" not in case and OFFLINE[case]:
        as_json = command(*OFFLINE[case], "--json")
        assert steady(as_json.out) == snapshot(name="json")


@pytest.mark.parametrize("case", ONLINE)
def test_online(case: str, online: Command, snapshot: SnapshotAssertion) -> None:
    plain = online(*ONLINE[case])
    assert plain.code == 0, plain.err
    assert str(plain) == snapshot(name="plain")
    as_json = online(*ONLINE[case], "--json")
    assert as_json.json
    assert steady(as_json.out) == snapshot(name="json")


def test_the_life_of_a_task(online: Command, api: Emulator, snapshot: SnapshotAssertion) -> None:
    submit = ("gen", "a cat", "-m", "wan2.2-t2i-flash", "-s", "512*512", "--no-wait", "-q")
    first, second, third = (online(*submit).out.strip() for _ in range(3))
    assert str(online("task", "cancel", first)) == snapshot(name="cancel")
    assert str(online("task", "show", first, second)) == snapshot(name="show")
    assert steady(online("task", "show", second, "--json").out) == snapshot(name="show as JSON")
    assert str(online("task", "wait", second, "-o", "out")) == snapshot(name="wait")
    assert str(online("task", "wait", first, second, third, "-o", "both", "--json")) == snapshot(name="wait for three")
    assert str(online("task", "list", "--status", "canceled")) == snapshot(name="list of the cancelled")
    assert api.ledger.images == 2


@pytest.mark.parametrize("body", [(), ("--body", "async")])
def test_a_schema_is_that_of_the_client(body: tuple[str, ...], command: Command) -> None:
    done = command("models", "schema", "wan2.7-image", "edit", *body)
    with Client("sk-none") as client:
        assert done.json == client.models["wan2.7-image"].json_schema("edit", *body[1:])


def test_the_help_of_a_command_begins_as_the_list_says(command: Command) -> None:
    for commands in SECTIONS.values():
        for name, (_, line) in commands.items():
            done = command(name, "--help")
            assert done.code == 0
            assert line in done.out, name


@pytest.mark.parametrize("way", [("models", "--region"), ("models", "list", "--region"), ("models", "list", "--in")])
def test_a_region_that_is_named_leaves_out_the_models_of_others(command: Command, way: tuple[str, ...]) -> None:
    listed = {model["id"] for model in command(*way, "cn-hongkong", "--json").json["models"]}
    known = {model["id"]: model["regions"] for model in command("models", "--json").json["models"]}
    assert listed == {name for name, regions in known.items() if "cn-hongkong" in regions} < set(known)


def test_a_region_that_is_configured_leaves_out_none(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    everywhere = command("models").out
    monkeypatch.setenv("BRUSHWORK_REGION", "cn-hongkong")
    elsewhere = command("models").out
    assert len(elsewhere.splitlines()) == len(everywhere.splitlines())
    assert "in ap-southeast-1" in elsewhere
