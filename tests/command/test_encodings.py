"""Texts as Windows and editors write them: with a mark, in UTF-16, in GBK."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.command.running import Command

REQUEST = '{"model": "wan2.2-t2i-flash", "prompt": "一只可爱的猫"}'
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32")


def given(monkeypatch: pytest.MonkeyPatch, content: bytes, encoding: str = "utf-8") -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding=encoding))


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("place", ["file", "stdin"])
def test_a_request_that_says_its_encoding(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, encoding: str
) -> None:
    (tmp_path / "request.json").write_bytes(REQUEST.encode(encoding))
    given(monkeypatch, REQUEST.encode(encoding))
    done = command("gen", "--file", str(tmp_path / "request.json") if place == "file" else "-", "--dry-run", "--json")
    assert done.json["body"]["input"]["prompt"] == "一只可爱的猫"


def test_another_encoding_is_refused_by_name(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "request.json").write_bytes(REQUEST.encode("gbk"))
    given(monkeypatch, REQUEST.encode("gbk"))
    for place in (str(tmp_path / "request.json"), "-"):
        done = command("gen", "--file", place, "--dry-run")
        assert done.code == 2, done
        assert "it is not UTF-8: byte 0xbf at offset 45, but it may be GBK" in done.told.replace("│ ", "")
        assert "iconv -f GBK -t UTF-8" in done.told


def test_a_prompt_of_stdin_in_the_encoding_of_the_system(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "一只可爱的猫\r\n在桌上\r\n".encode("gbk"), "gbk")
    done = command("gen", "-", "-m", "wan2.2-t2i-flash", "--dry-run", "--json")
    assert done.json["body"]["input"]["prompt"] == "一只可爱的猫\n在桌上"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_settings_that_say_their_encoding(command: Command, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "home/.config/brushwork/config.toml"
    path.parent.mkdir(parents=True)
    path.write_bytes('# 设置\nmodel = "wan2.6-t2i"\r\n'.encode(encoding))
    path.chmod(0o600)
    assert command("config", "--json").json["settings"]["model"]["value"] == "wan2.6-t2i"
    assert command("config", "set", "region", "singapore").code == 0
    assert command("config", "--json").json["settings"]["region"]["value"] == "ap-southeast-1"


def test_settings_in_another_encoding_are_refused_by_name(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "home/.config/brushwork/config.toml"
    path.parent.mkdir(parents=True)
    path.write_bytes('# 设置\nmodel = "wan2.6-t2i"\n'.encode("gbk"))
    done = command("config", "--json")
    assert "config.toml cannot be read: it is not UTF-8" in done.out
    assert "it may be GBK" in done.out
