"""curl commands as people paste them: made a request of, and explained, without their key."""

from __future__ import annotations

import io
import sys

import pytest

from tests.command.running import Command

KEY = "sk-0123456789abcdef0123456789abcdef"
BODY = (
    '{"model": "wan2.6-t2i", "input": {"messages": [{"role": "user", "content": [{"text": "it is a cat"}]}]}, '
    '"parameters": {"size": "1280*1280", "n": 2}}'
)
PATH = "/api/v1/services/aigc/multimodal-generation/generation"
PLAIN = f"""$ curl -sS -X POST 'https://dashscope.aliyuncs.com{PATH}' \\
  -H "Authorization: Bearer $DASHSCOPE_API_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '{BODY}' | jq ."""
TASK = f"""curl --location --request POST \\
'https://dashscope-intl.aliyuncs.com/api/v1/services/aigc/image-generation/generation' \\
--header 'X-DashScope-Async: enable' --header 'Authorization: Bearer {KEY}' \\
--header 'Content-Type: application/json' --data-raw '{BODY}'"""
HEREDOC = f"""curl https://dashscope.aliyuncs.com{PATH} -H "Authorization: Bearer $KEY" \\
  -H "Content-Type: application/json" --data-binary @- <<'JSON'
{BODY}
JSON"""
WINDOWS = PLAIN.replace("\\\n", "^\r\n").replace("$ curl", "curl.exe")


def given(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


@pytest.mark.parametrize("text", [PLAIN, TASK, HEREDOC, WINDOWS])
def test_a_command_is_a_request(command: Command, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    given(monkeypatch, text)
    done = command("gen", "--curl", "-", "--dry-run", "--json")
    assert done.code == 0, done
    assert done.json["body"]["parameters"]["n"] == 2
    assert done.json["body"]["input"]["messages"][0]["content"] == [{"text": "it is a cat"}]
    assert done.json["url"].startswith("https://dashscope-intl.aliyuncs.com/")  # key and region remain one's own
    assert ("X-DashScope-Async" in done.json["headers"]) is (text is TASK)
    assert KEY not in str(done)


def test_options_go_before_it(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, PLAIN)
    assert command("gen", "--curl", "-", "-n", "1", "--dry-run", "--json").json["body"]["parameters"]["n"] == 1


def test_it_is_explained(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, PLAIN)
    done = command("explain-curl", "--json")
    found = done.json
    assert (found["region"], found["model"], found["mode"]) == ("cn-beijing", "wan2.6-t2i", "generate")
    assert found["costs"].startswith("CNY ")
    assert found["key"] == "from a variable"
    assert found["wrong"] == []


def test_what_is_wrong_is_told_and_the_key_is_not(command: Command) -> None:
    text = TASK.replace("--header 'X-DashScope-Async: enable'", "").replace('"n": 2', '"n": 9')
    done = command("explain-curl", text)
    assert done.code == 0, done
    assert "in the command (not shown)" in done.out
    assert "the key stands in the command itself" in done.out
    assert "n is 9" in done.out
    assert KEY not in str(done)
    done = command("explain-curl", TASK.replace("--header 'X-DashScope-Async: enable'", ""))
    assert "the path is not that of wan2.6-t2i as sync" in done.out
    done = command(
        "explain-curl", PLAIN.replace("https://dashscope.aliyuncs.com/api", "https://dashscope.aliyuncs.com")
    )
    assert "it is https://dashscope.aliyuncs.com/api/v1" in done.out
    done = command("explain-curl", PLAIN.replace("-H 'Content-Type: application/json'", ""))
    assert "Content-Type: application/json is missing" in done.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("wget x", "this is not a curl command"),
        (f"curl https://x -H 'Authorization: Bearer {KEY}", "is not complete"),
        (f"curl https://x -H 'Authorization: Bearer {KEY}'", "sends no body"),
        ("curl https://x -d @body.json", "brushwork gen --file BODY.json"),
        ("curl https://x -d '{model: 1}'", "is not valid JSON"),
        ("curl https://x -d '[1]'", "is not a JSON object"),
    ],
)
def test_what_is_none(command: Command, monkeypatch: pytest.MonkeyPatch, text: str, said: str) -> None:
    for arguments in (("gen", "--curl", "-", "--dry-run"), ("explain-curl",)):
        given(monkeypatch, text)
        done = command(*arguments)
        assert done.code == 2
        assert said in done.told
        assert KEY not in str(done)


def test_a_command_that_names_local_files_is_somebody_elses(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    given(
        monkeypatch, PLAIN.replace('{"text"', '{"image": "/etc/passwd"}, {"text"').replace("wan2.6-t2i", "wan2.6-image")
    )
    done = command("gen", "--curl", "-", "--dry-run")
    assert "is a local file" in done.told
