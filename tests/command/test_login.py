"""`login`, `logout`, and `config set`, `get`, `unset`: what is kept where, and that no key is shown."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
import tomllib
from pathlib import Path

import pytest

from brushwork.testing import Emulator
from tests.command.conftest import KEY
from tests.command.running import Command, Done

ODD = "sk-9f8e7d6c5b4a39281706f5e4d3c2b1a0"


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home/.config/brushwork"


class Ring:
    """A keyring of a test."""

    priority = 5.0

    def __init__(self, kept: dict[tuple[str, str], str]) -> None:
        self.kept = kept

    def get_keyring(self) -> Ring:
        return self

    def set_password(self, service: str, name: str, key: str) -> None:
        self.kept[service, name] = key

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


def typed(command: Command, monkeypatch: pytest.MonkeyPatch, key: str, *arguments: str) -> Done:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{key}\n"))
    return command("login", *arguments)


def test_the_key_is_used_and_never_shown(
    command: Command, api: Emulator, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    done = typed(command, monkeypatch, KEY)
    assert (done.code, done.out) == (0, "")
    monkeypatch.setenv("BRUSHWORK_BASE_URL", api.url)
    made = command("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512", "-vv")
    assert made.code == 0, made.err
    shown = done.err + made.out + made.err
    for words in (("config",), ("config", "get", "api_key"), ("doctor",), ("config", "--json")):
        again = command(*words)
        shown += again.out + again.err
    assert KEY not in shown
    assert "sk-…6789" in shown
    assert stat.S_IMODE((folder / "credentials.json").stat().st_mode) == 0o600
    assert command("logout").code == 0
    assert not (folder / "credentials.json").exists()
    assert command("gen", "a cat", "-m", "z-image-turbo").code == 4


def test_each_profile_has_its_key_and_region(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(command, monkeypatch, ODD, "--profile", "cn", "--region", "cn")
    typed(command, monkeypatch, KEY)
    found = command("config", "--profile", "cn", "--json").json["settings"]
    assert (found["region"]["value"], found["api_key"]["value"]) == ("cn-beijing", "sk-…b1a0")
    found = command("config", "--json").json["settings"]
    assert (found["region"]["value"], found["api_key"]["value"]) == ("ap-southeast-1", "sk-…6789")
    assert command("logout", "--all", "--json").json == {"removed": ["cn", "default"]}


def test_the_environment_comes_first_and_is_told(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", ODD)
    assert "$DASHSCOPE_API_KEY is set and comes before it" in typed(command, monkeypatch, KEY).err
    assert command("config", "get", "api_key").out == "sk-…b1a0\n"


@pytest.mark.parametrize("key", ["", "two words", "schlüssel", "x" * 501, "sk-\x1b[31m"])
def test_what_is_no_key_is_refused_and_not_shown(
    key: str, command: Command, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    done = typed(command, monkeypatch, key)
    assert done.code == 2
    assert not key or key not in done.err
    assert not folder.exists()


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_a_file_that_others_read_is_refused(command: Command, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    typed(command, monkeypatch, KEY)
    (folder / "credentials.json").chmod(0o644)
    done = command("config")
    assert done.code == 4
    assert "chmod 600" in done.err
    assert KEY not in done.out + done.err


def test_the_keyring_keeps_it_where_there_is_one(
    command: Command, api: Emulator, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    kept: dict[tuple[str, str], str] = {}
    ring = Ring(kept)
    monkeypatch.setitem(sys.modules, "keyring", ring)
    assert "the keyring" in typed(command, monkeypatch, KEY).err
    assert kept == {("brushwork", "default"): KEY}
    assert KEY not in (folder / "credentials.json").read_text()
    monkeypatch.setenv("BRUSHWORK_BASE_URL", api.url)
    assert command("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512").code == 0
    assert "accepts the key" in command("doctor").out
    command("logout")
    assert not kept


def test_without_a_keyring_it_says_so(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    done = typed(command, monkeypatch, KEY, "--keyring")
    assert done.code == 2
    assert "brushwork[keyring]" in done.err


def test_settings_are_kept_beside_what_is_there(command: Command, folder: Path) -> None:
    folder.mkdir(parents=True)
    file = folder / "config.toml"
    file.write_text('# mine\ndefault_profile = "intl"\n\n[profiles.intl]\nregion = "intl"  # Singapore\n')
    file.chmod(0o600)
    assert command("config", "set", "model", "wan2.7-image").code == 0
    assert command("config", "set", "max_cost", "0.50").code == 0
    assert command("config", "set", "region", "cn").code == 0
    assert command("config", "set", "region", "eu", "--profile", "eu").code == 0
    assert command("config", "set", "history", "false").code == 0
    text = file.read_text()
    assert "# mine" in text
    assert "# Singapore" in text
    assert tomllib.loads(text) == {
        "default_profile": "intl",
        "model": "wan2.7-image",
        "max_cost": "0.50",
        "history": False,
        "profiles": {"intl": {"region": "cn"}, "eu": {"region": "eu"}},
    }
    assert command("gen", "a cat", "--dry-run", "--json").json["body"]["model"] == "wan2.7-image"
    assert command("config", "get", "model").out == "wan2.7-image\n"
    assert command("config", "unset", "model", "--json").json["removed"]
    assert command("config", "get", "model").out == "wan2.6-t2i\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_first_setting_makes_the_file(command: Command, folder: Path) -> None:
    assert command("config", "set", "region", "cn").code == 0
    assert command("config", "get", "region").out == "cn-beijing\n"
    assert stat.S_IMODE((folder / "config.toml").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("set", "modle", "x"), 2, "Did you mean model?"),
        (("get", "modle"), 2, "Did you mean model?"),
        (("unset", "modle"), 2, "Did you mean model?"),
        (("set", "model", "wan2.8"), 3, "Did you mean wan2.7"),
        (("set", "region", "mars"), 4, "Regions: "),
        (("set", "max_cost", "much"), 2, "is not an amount"),
        (("set", "timeout", "soon"), 2, "not a number of seconds"),
        (("set", "history", "maybe"), 2, "true or false"),
        (("set", "api_key", ODD), 2, "brushwork login"),
        (("get", "workspace"), 1, ""),
    ],
)
def test_what_is_wrong_is_not_kept(
    arguments: tuple[str, ...], code: int, words: str, command: Command, folder: Path
) -> None:
    done = command("config", *arguments)
    assert done.code == code
    assert words in done.err
    assert ODD not in done.err
    assert not folder.exists()


def test_what_comes_before_a_setting_is_told(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRUSHWORK_MODEL", "z-image-turbo")
    assert "$BRUSHWORK_MODEL comes before it: z-image-turbo" in command("config", "set", "model", "wan2.7-image").err


def test_the_list_is_that_of_config(command: Command) -> None:
    assert command("config", "list").out == command("config").out
    assert json.loads(command("config", "list", "--json").out) == command("config", "--json").json
