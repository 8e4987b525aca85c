"""Settings: which source wins, what files may say, and that no key is ever shown."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from brushwork.testing import Emulator
from tests.command.running import Command

KEY = "sk-of-the-file-0123456789"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "home/.config/brushwork/config.toml"
    path.parent.mkdir(parents=True)
    return path


def write(path: Path, text: str, mode: int = 0o600) -> None:
    path.write_text(text, "utf-8")
    path.chmod(mode)


def settings(command: Command, *arguments: str) -> dict[str, tuple[str | None, str]]:
    """Every setting with its value and the end of its origin."""
    done = command("config", *arguments, "--json")
    assert done.code == 0, done.out
    known = done.json["settings"]
    return {name: (each["value"], Path(each["origin"] or "").name) for name, each in known.items()}


PROFILES = f"""
default_profile = "intl"
model = "wan2.6-t2i"
[profiles.intl]
region = "intl"
api_key = "{KEY}"
[profiles.cn]
region = "cn-beijing"
base_url = "https://cn.example/api/v1"
output = "bilder"
"""


def test_the_default_profile(command: Command, file: Path) -> None:
    write(file, PROFILES)
    found = settings(command)
    assert found["profile"] == ("intl", "config.toml default_profile")
    assert found["region"] == ("ap-southeast-1", "config.toml [profiles.intl]")
    assert found["api_key"] == ("sk-…6789", "config.toml [profiles.intl]")
    assert found["model"] == ("wan2.6-t2i", "config.toml")


def test_the_environment_wins_over_the_default_profile_and_loses_to_a_named_one(
    command: Command, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(file, PROFILES)
    monkeypatch.setenv("DASHSCOPE_REGION", "us")
    assert settings(command)["region"] == ("us-east-1", "$DASHSCOPE_REGION")
    assert settings(command, "--profile", "cn")["region"] == ("cn-beijing", "config.toml [profiles.cn]")
    monkeypatch.setenv("BRUSHWORK_PROFILE", "cn")
    found = settings(command)
    assert found["region"] == ("us-east-1", "$DASHSCOPE_REGION")
    assert found["output"] == ("bilder", "config.toml [profiles.cn]")


def test_an_option_wins_over_everything(command: Command, file: Path) -> None:
    write(file, PROFILES)
    assert settings(command, "--profile", "cn", "--region", "us")["region"] == ("us-east-1", "--region")
    done = command("--region", "us", "gen", "a cat", "-m", "wan2.6-t2i", "--dry-run", "--json")
    assert done.json["url"].startswith("https://dashscope-us.")


def test_an_address_of_a_file_goes_with_the_region_beside_it(command: Command, file: Path) -> None:
    """Else the key of one region would be sent to the address of another."""
    write(file, PROFILES)
    own, other = settings(command, "--profile", "cn"), settings(command, "--profile", "cn", "--region", "intl")
    assert own["base_url"] == ("https://cn.example/api/v1", "config.toml [profiles.cn]")
    assert other["base_url"] == ("https://dashscope-intl.aliyuncs.com/api/v1", "default")


def test_an_address_of_the_environment_goes_with_the_region_there(
    command: Command, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(file, 'default_profile = "x"\n[profiles.x]\nregion = "cn-beijing"')
    monkeypatch.setenv("BRUSHWORK_BASE_URL", "https://own.example")
    dry = ("gen", "a cat", "-m", "wan2.6-t2i", "--dry-run", "--json")
    assert command(*dry).json["url"].startswith("https://own.example/")
    assert command("--region", "us", *dry).json["url"].startswith("https://dashscope-us.")
    assert command("--profile", "x", *dry).json["url"].startswith("https://dashscope.")
    assert command("--region", "us", "--base-url", "https://his.example", *dry).json["url"].startswith("https://his.")


def test_the_file_is_where_the_variable_says(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.toml"
    write(path, 'model = "z-image-turbo"')
    monkeypatch.setenv("BRUSHWORK_CONFIG", str(path))
    assert command("config", "path").out == f"{path}\n"
    done = command("gen", "a cat", "--dry-run", "--json")
    assert done.json["body"]["model"] == "z-image-turbo"


def test_the_file_of_a_project_chooses_a_profile_and_defaults(command: Command, file: Path, work: Path) -> None:
    write(file, PROFILES)
    write(work / "brushwork.toml", 'profile = "cn"\nmodel = "z-image-turbo"\n', 0o644)
    found = settings(command)
    assert found["profile"] == ("cn", "brushwork.toml")
    assert found["model"] == ("z-image-turbo", "brushwork.toml")
    assert found["region"] == ("cn-beijing", "config.toml [profiles.cn]")


@pytest.mark.parametrize(
    "line", ['base_url = "https://evil.example"', 'api_key_command = "rm -rf x"', 'api_key = "sk-x"', "[profiles.x]"]
)
def test_the_file_of_a_project_cannot_take_the_key(line: str, command: Command, work: Path) -> None:
    write(work / "brushwork.toml", line)
    done = command("gen", "a cat", "-m", "z-image-turbo", "--dry-run")
    assert done.code == 4
    assert "which a project's file may not set" in done.err


@pytest.mark.parametrize(
    ("mode", "text", "words"),
    [
        (0o644, PROFILES, "holds a key and is readable by others (mode 644)"),
        (0o620, 'model = "z-image-turbo"', "is writable by others"),
    ],
)
def test_a_file_that_others_can_use_is_refused(mode: int, text: str, words: str, command: Command, file: Path) -> None:
    write(file, text, mode)
    done = command("config")
    assert done.code == 4
    assert words in done.told
    assert f"chmod 600 {file}" in done.told
    assert KEY not in done.err


def test_a_file_without_a_key_may_be_read_by_others(command: Command, file: Path) -> None:
    write(file, 'model = "z-image-turbo"', 0o644)
    assert command("config").code == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("model = ", "is not valid TOML"),
        ('modell = "x"', "Did you mean model?"),
        ("[profiles.cn]\nregoin = 'cn'", "[profiles.cn]: 'regoin' is not a setting"),
        ('default_profile = "cn"', "no profile is named 'cn'"),
        ('timeout = "soon"', "is not a setting"),
        ('region = "intl"', "region stands in a profile: below a line such as [profiles.mine]"),
        ('default_profile = "x"\n[profiles.x]\ntimeout = "soon"', "is not a number of seconds"),
        ('[prices."wan2.6-t2i"]\nintl = { amount = "a lot", currency = "USD" }', "is not a price"),
    ],
)
def test_a_mistake_in_a_file_is_told(text: str, words: str, command: Command, file: Path) -> None:
    write(file, text)
    done = command("cost", "-m", "wan2.6-t2i")
    assert done.code == 4
    assert words in done.err


def test_init_writes_a_file_that_nobody_else_can_read_and_that_works(command: Command) -> None:
    path = Path(command("config", "init").out.strip())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert settings(command)["profile"] == ("intl", "config.toml default_profile")
    assert command("config", "init").code == 2
    assert command("config", "init", "--print").out == path.read_text("utf-8")


def test_prices_of_a_contract_beat_the_list(command: Command, file: Path) -> None:
    write(file, '[prices."wan2.6-t2i"]\nintl = { amount = "0.01", currency = "USD" }\n')
    done = command("cost", "-m", "wan2.6-t2i", "-n", "2")
    assert "USD 0.01  USD 0.02" in done.out
    assert "USD 0.01" in command("models").out
    assert command("gen", "x", "-m", "wan2.6-t2i", "--dry-run", "--json").json["estimate"]["maximum"] == "0.01"


class TestKeyCommand:
    """`api_key_command`."""

    @pytest.fixture
    def program(self, tmp_path: Path, file: Path) -> Path:
        path = tmp_path / "vault.py"
        words = f'["{sys.executable}", "{path}"]'
        write(file, f'default_profile = "x"\n[profiles.x]\napi_key_command = {words}\n')
        return path

    def test_its_first_line_is_the_key(
        self, program: Path, command: Command, api: Emulator, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("BRUSHWORK_BASE_URL", api.url)
        program.write_text(f"print('{api.key}'); print('user: me')")
        assert command("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512").code == 0

    def test_it_is_not_run_for_what_needs_no_key(self, program: Path, command: Command, work: Path) -> None:
        program.write_text("open('was-run', 'w').close()")
        for arguments in (("gen", "a cat", "--dry-run"), ("cost",), ("curl", "a cat"), ("models",), ("config",)):
            assert command(*arguments, *(("-m", "z-image-turbo") if arguments[0] in ("gen", "curl") else ())).code == 0
        assert not (work / "was-run").exists()

    @pytest.mark.parametrize(
        ("code", "words"),
        [
            ("import sys; print('sk-secret-0123456789'); sys.exit('sk-secret-0123456789')", "ended with exit code 1"),
            ("pass", "printed nothing"),
        ],
    )
    def test_what_it_prints_is_never_shown(self, code: str, words: str, program: Path, command: Command) -> None:
        program.write_text(code)
        done = command("gen", "a cat", "-m", "z-image-turbo")
        assert done.code == 4
        assert words in done.err
        assert "secret" not in done.out + done.err

    def test_the_environment_wins_over_it(
        self, program: Path, online: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        program.write_text("raise SystemExit(1)")
        assert online("gen", "a cat", "-m", "z-image-turbo", "-s", "512*512").code == 0

    def test_one_that_is_not_installed_is_named(self, command: Command, file: Path) -> None:
        write(file, 'default_profile = "x"\n[profiles.x]\napi_key_command = "no-such-vault show it"\n')
        done = command("gen", "a cat", "-m", "z-image-turbo")
        assert done.code == 4
        assert "'no-such-vault' is not installed" in done.err
