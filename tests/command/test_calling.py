"""`gen` and its sisters: what is sent, where the images go, what is refused before it costs anything."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from PIL import Image

from brushwork.testing import Emulator
from tests.command.running import Command

CAT = ("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512")
PAIR = ("gen", "a cat", "-m", "qwen-image-2.0", "-s", "512*512", "-n", "2")


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class TestRequest:
    @pytest.mark.parametrize("arguments", [("a cat",), ("--request", '{"prompt": "a cat"}')])
    def test_without_a_model_it_is_the_one_of_the_guides_script(
        self, arguments: tuple[str, ...], command: Command
    ) -> None:
        assert command("gen", *arguments, "--dry-run", "--json").json["body"]["model"] == "wan2.6-t2i"
        assert "wan2.6-t2i" in command("curl", *arguments).out

    def test_the_prompt_comes_from_stdin(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("a red fox\n"))
        done = command("gen", "-", "-m", "wan2.2-t2i-flash", "--dry-run", "--json")
        assert done.json["body"]["input"]["prompt"] == "a red fox"

    def test_the_request_comes_from_stdin(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO('{"model": "wan2.2-t2i-flash", "prompt": "a red fox"}'))
        done = command("gen", "--file", "-", "-n", "3", "--dry-run", "--json")
        assert done.json["body"]["input"]["prompt"] == "a red fox"
        assert done.json["body"]["parameters"]["n"] == 3

    def test_options_are_put_on_top_of_the_request(self, command: Command) -> None:
        request = '{"model": "wan2.7-image", "prompt": "x", "reference_image": "https://a.example/1.png", "n": 4}'
        done = command(
            "gen", "y", "--request", request, "-i", "https://b.example/2.png", "-n", "1", "--dry-run", "--json"
        )
        body = done.json["body"]
        assert body["input"]["messages"][0]["content"] == [{"text": "y"}, {"image": "https://b.example/2.png"}]
        assert body["parameters"]["n"] == 1

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("--request", "{"), "--request is not valid JSON"),
            (("--request", "[1]"), "--request is not a JSON object"),
            (("--request", "{}", "--file", "x"), "give one of them"),
            (("--file", "no.json"), "No such file"),
            (("-p", "validate=false"), "'validate' is not a parameter"),
            (("-p", "local_files=true"), "'local_files' is not a parameter"),
            (("-p", "self=1"), "'self' is not a parameter"),
            (("-p", "seed"), "'seed' is not of the form name=value"),
            (("-p", "seed=1", "-p", "seed=2"), "'seed' is given twice"),
            (("--seed", "1", "-p", "seed=2"), "given both as an option and with -p"),
            (("--max-cost", "much"), "'much' is not an amount"),
            (("--timeout", "-1"), "not a number of seconds"),
        ],
    )
    def test_a_wrong_command_line_is_told(self, arguments: tuple[str, ...], words: str, command: Command) -> None:
        done = command(*CAT, *arguments)
        assert done.code == 2
        assert words in done.err
        assert done.out == ""

    @pytest.mark.parametrize(
        ("parameter", "sent"),
        [
            ("prompt_extend=YES", True),
            ("prompt_extend=0", False),
            ("seed=7", 7),
            ("negative_prompt=7", "7"),
            ("watermark=off", False),
        ],
    )
    def test_a_value_has_the_type_of_its_parameter(self, parameter: str, sent: object, command: Command) -> None:
        done = command("gen", "x", "-m", "wan2.6-t2i", "-p", parameter, "--dry-run", "--json")
        value = done.json["body"]["parameters"][parameter.partition("=")[0]]
        assert (type(value), value) == (type(sent), sent)

    @pytest.mark.parametrize(
        ("parameter", "words"),
        [
            ("prompt_extend=maybe", "prompt_extend is 'maybe'"),
            ("seed=many", "seed is 'many' of type str; it must be an integer"),
            ("colour=red", "is not a parameter of generate"),
        ],
    )
    def test_a_value_that_is_wrong_is_refused_in_the_words_of_the_checks(
        self, parameter: str, words: str, command: Command
    ) -> None:
        done = command("gen", "x", "-m", "wan2.6-t2i", "-p", parameter, "--dry-run")
        assert done.code == 3
        assert words in done.err

    def test_local_images_are_uploaded(self, online: Command, api: Emulator, work: Path) -> None:
        Image.new("RGB", (512, 512), "navy").save(work / "room.png")
        done = online("edit", "night", "-m", "qwen-image-edit", "-i", "room.png", "-o", "night.png")
        assert done.code == 0, done.err
        assert api.ledger.images == 1
        online("edit", "night", "-m", "qwen-image-edit", "-i", "room.png", "-o", "inline.png", "--inline")
        assert api.ledger.images == 2

    def test_a_file_that_is_not_an_image_is_refused(self, online: Command, api: Emulator, work: Path) -> None:
        (work / "note.png").write_text("no image")
        done = online("edit", "night", "-m", "qwen-image-edit", "-i", "note.png")
        assert done.code == 3
        assert "is not a valid image" in done.err
        assert api.ledger.images == 0

    def test_the_request_is_a_body_of_the_documents(self, command: Command) -> None:
        body = {"model": "wan2.2-t2i-flash", "input": {"prompt": "a red fox"}, "parameters": {"n": 3}}
        assert command("gen", "--request", json.dumps(body), "--dry-run", "--json").json["body"] == body
        done = command("gen", "a cat", "--request", json.dumps(body), "-n", "1", "--dry-run", "--json")
        assert done.json["body"]["input"]["prompt"] == "a cat"
        assert done.json["body"]["parameters"]["n"] == 1

    @pytest.mark.parametrize("given", ["--request", "--file"])
    @pytest.mark.parametrize("name", ["validate", "extra", "inline", "local_files", "on_unsupported", "timeout"])
    def test_a_request_does_not_say_how_it_is_treated(
        self, given: str, name: str, online: Command, api: Emulator, work: Path
    ) -> None:
        request = json.dumps({"model": "z-image-turbo", "prompt": "x", name: {"parameters": {"n": 4}}})
        (work / "request.json").write_text(request)
        value = request if given == "--request" else "request.json"
        for command in ("gen", "cost", "curl"):
            done = online(command, given, value, *(("--compat",) if name == "extra" else ()))
            assert done.code == 3
            assert f"{name} is an argument of the call" in done.err
        assert len(api.ledger) == 0

    @pytest.mark.parametrize("image", ["room.png", "secret.txt", "nothing.png", "file:///etc/passwd"])
    def test_a_file_names_no_local_images(self, image: str, command: Command, work: Path) -> None:
        Image.new("RGB", (512, 512)).save(work / "room.png")
        (work / "secret.txt").write_text("hunter2")
        request = json.dumps({"model": "qwen-image-edit", "prompt": "x", "reference_images": [image]})
        (work / "request.json").write_text(request)
        for each in ("gen", "cost", "curl"):
            done = command(each, "--file", "request.json")
            assert done.code == 3
            assert "reference_images[0] is a local file" in done.err
            assert "hunter" not in done.err

    def test_what_a_person_types_does(self, command: Command, work: Path) -> None:
        Image.new("RGB", (512, 512)).save(work / "room.png")
        request = json.dumps({"model": "qwen-image-edit", "prompt": "x", "reference_images": ["room.png"]})
        (work / "request.json").write_text(request)
        assert command("cost", "--request", request).code == 0
        assert command("cost", "--file", "request.json", "--local-files").code == 0
        assert command("cost", "--file", "request.json", "-i", "room.png").code == 0

    def test_what_compat_leaves_out_is_told(self, online: Command, api: Emulator) -> None:
        done = online(*CAT, "-n", "4", "-p", "watermark=true", "--compat", "--async")
        assert done.code == 0
        assert "warning: z-image-turbo generate does not take n=4; left out" in done.err
        assert "warning: z-image-turbo generate does not take watermark='true'; left out" in done.err
        assert "warning: z-image-turbo generate has no async route; the protocol is ignored" in done.err
        assert api.ledger.images == 1


class TestFiles:
    def test_a_file_that_is_there_is_not_written_over_and_nothing_is_paid(
        self, online: Command, api: Emulator, work: Path
    ) -> None:
        (work / "cat.png").write_text("mine")
        done = online(*CAT, "-o", "cat.png")
        assert done.code == 2
        assert "cat.png exists; --overwrite replaces it" in done.err
        assert (work / "cat.png").read_text() == "mine"
        assert api.ledger.images == 0
        assert online(*CAT, "-o", "cat.png", "--overwrite").code == 0
        assert (work / "cat.png").read_bytes().startswith(b"\x89PNG")

    def test_one_of_several_that_is_there(self, online: Command, api: Emulator, work: Path) -> None:
        (work / "cat-1.png").write_text("mine")
        assert online(*PAIR, "-o", "cat.png").code == 2
        assert api.ledger.images == 0

    @pytest.mark.parametrize("template", ["{colour}.png", "{", "{0}.png"])
    def test_a_template_that_is_wrong_costs_nothing(self, template: str, online: Command, api: Emulator) -> None:
        assert online(*CAT, "-o", template).code == 2
        assert api.ledger.images == 0

    def test_several_images_get_a_page(self, online: Command, work: Path) -> None:
        done = online(*PAIR, "-o", "cat.png")
        assert done.out.splitlines() == ["cat-0.png", "cat-1.png", "cat.md"]
        assert (work / "cat.md").read_text() == "![](cat-0.png)\n\n![](cat-1.png)\n"
        assert online(*PAIR, "-o", "plain", "--no-page").out.count(".md") == 0

    def test_a_story_gets_its_text(self, online: Command, work: Path) -> None:
        story = ("interleave", "tea", "-m", "wan2.6-image", "-p", "max_images=2", "-s", "768*768", "-o", "tea")
        assert online(*story).code == 0
        assert "index.md" in files(work / "tea")
        page = (work / "tea/index.md").read_text("utf-8")
        assert page.count("![](") == 2
        assert not page.startswith("![](")
        again = online(*story)
        assert again.code == 0, again.err
        assert len([name for name in files(work / "tea") if name.endswith(".md")]) == 2

    def test_one_lost_download_loses_no_other(self, online: Command, api: Emulator, work: Path) -> None:
        api.faults.add("file-gone", endpoint="result", times=1)
        done = online(*PAIR, "-o", "out")
        assert done.code == 10
        assert len(done.out.splitlines()) == 2  # the other image, and the page
        assert "not saved; available for 24 hours at: http" in done.err
        assert "1 of 2 images were made but could not be saved" in done.err
        assert not [name for name in files(work / "out") if name.endswith(".part")]


class TestBudget:
    @pytest.mark.parametrize(("limit", "code"), [("0.03", 0), ("0.029", 7), ("0.03USD", 0), ("5 CNY", 7), ("0", 7)])
    def test_the_most_that_it_may_cost_counts(self, limit: str, code: int, online: Command, api: Emulator) -> None:
        assert online(*CAT, "--max-cost", limit).code == code
        assert api.ledger.images == (0 if code else 1)

    def test_what_is_not_known_is_refused(
        self, online: Command, api: Emulator, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("DASHSCOPE_REGION")
        done = online(*CAT, "--max-cost", "100")
        assert done.code == 7
        assert "its cost is not known" in done.err
        assert online(*CAT, "--max-cost", "100", "--yes").code == 0

    def test_the_limit_of_the_configuration_counts_too(
        self, online: Command, api: Emulator, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("BRUSHWORK_MAX_COST", "0.01")
        assert online(*CAT).code == 7
        assert online(*CAT, "--max-cost", "1").code == 0
        monkeypatch.setenv("BRUSHWORK_MAX_COST", "much")
        done = online(*CAT)
        assert done.code == 4
        assert "max_cost 'much' is not an amount" in done.err
        assert "$BRUSHWORK_MAX_COST" in done.err

    @pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 7), ("", 130)])
    def test_a_person_is_asked(
        self, answer: str, code: int, online: Command, api: Emulator, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("brushwork_cli.options.budget.both_terminals", lambda: True)
        monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
        done = online(*CAT, "--max-cost", "0.01")
        assert done.code == code, done.err
        assert "Send it? [y/N]" in done.err
        assert api.ledger.images == (0 if code else 1)


def test_no_wait_for_a_model_without_tasks(online: Command, api: Emulator) -> None:
    done = online(*CAT, "--no-wait")
    assert done.code == 3
    assert "protocol is 'async'; generate is offered as sync" in done.err
    assert api.ledger.images == 0


def test_without_a_key_it_says_how_to_get_one(command: Command) -> None:
    done = command(*CAT)
    assert done.code == 4
    assert "export DASHSCOPE_API_KEY=sk-..." in done.err


def test_curl_writes_local_images_into_the_command(command: Command, work: Path) -> None:
    Image.new("RGB", (512, 512), "navy").save(work / "room.png")
    done = command("curl", "it's night", "-m", "wan2.7-image", "-i", "room.png")
    head, _, body = done.out.partition("<<'JSON'\n")
    assert head.startswith("curl -sS -X POST https://")
    assert "data:image/png;base64," in body
    assert body.endswith("\nJSON\n")
    assert '"$DASHSCOPE_API_KEY' not in body
    assert "$DASHSCOPE_API_KEY" in head
