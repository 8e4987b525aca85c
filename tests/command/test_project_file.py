"""A project's file comes with a checkout: it never raises what a user pays, takes no key, and leads nowhere else."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from brushwork.testing import Emulator
from tests.command.running import Command, Done

CAT = ("gen", "a cat")
CHEAP, DEAR = "wan2.6-t2i", "qwen-image-max"
"""USD 0.03 and 0.075 an image in Singapore."""


@pytest.fixture
def user(tmp_path: Path) -> Path:
    path = tmp_path / "home/.config/brushwork/config.toml"
    path.parent.mkdir(parents=True)
    return path


@pytest.fixture
def project(work: Path) -> Path:
    (work / ".git").mkdir()
    return work / "brushwork.toml"


def write(path: Path, text: str, mode: int = 0o600) -> None:
    path.write_text(text, "utf-8")
    path.chmod(mode)


def refused(done: Done, api: Emulator) -> None:
    assert done.code == 7, done.err
    assert "nothing was sent" in done.err
    assert len(api.ledger) == 0


class TestMoney:
    def test_it_may_not_name_prices(self, online: Command, api: Emulator, user: Path, project: Path) -> None:
        """The instance: with prices near nothing, --max-cost 0.05 billed 0.12."""
        write(user, 'max_cost = "0.05"')
        write(project, f'max_cost = "9"\n[prices."{CHEAP}"]\nintl = {{ amount = "0.0001", currency = "USD" }}\n')
        for command in ("gen", "cost", "curl"):
            done = online(
                command, "a cat", "-m", CHEAP, "-n", "4", *(("--max-cost", "0.05") if command == "gen" else ())
            )
            assert done.code == 4
            assert f"{project}:2 sets prices, which a project's file may not set" in done.err
        assert len(api.ledger) == 0

    @pytest.mark.parametrize("limit", ["9", "9USD", "9CNY", "0.03"])
    def test_it_does_not_raise_the_limit_of_the_user(
        self, limit: str, online: Command, api: Emulator, user: Path, project: Path
    ) -> None:
        write(user, 'max_cost = "0.05"')
        write(project, f'max_cost = "{limit}"')
        refused(online(*CAT, "-m", CHEAP, "-n", "4"), api)

    def test_nor_that_of_a_profile_or_a_variable(
        self, online: Command, api: Emulator, user: Path, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(project, 'max_cost = "9"')
        write(user, 'default_profile = "a"\n[profiles.a]\nmax_cost = 0.05\n')
        refused(online(*CAT, "-m", CHEAP, "-n", "4"), api)
        refused(online(*CAT, "-m", CHEAP, "-n", "4", "--profile", "a"), api)
        user.unlink()
        monkeypatch.setenv("BRUSHWORK_MAX_COST", "0.05")
        refused(online(*CAT, "-m", CHEAP, "-n", "4"), api)

    def test_it_chooses_no_profile_with_a_higher_limit(
        self, online: Command, api: Emulator, user: Path, project: Path
    ) -> None:
        write(user, 'max_cost = "0.05"\n[profiles.rich]\nmax_cost = "100"\n')
        write(project, 'profile = "rich"')
        refused(online(*CAT, "-m", CHEAP, "-n", "4"), api)
        write(user, 'default_profile = "poor"\n[profiles.poor]\nmax_cost = "0.05"\n[profiles.rich]\nmax_cost = "100"\n')
        refused(online(*CAT, "-m", CHEAP, "-n", "4"), api)

    def test_it_may_lower_a_limit(self, online: Command, api: Emulator, user: Path, project: Path) -> None:
        write(user, 'max_cost = "9"')
        write(project, 'max_cost = "0.05"')
        done = online(*CAT, "-m", CHEAP, "-n", "4")
        refused(done, api)
        assert f"max_cost of {project} is 0.05" in done.err
        assert online(*CAT, "-m", CHEAP).code == 0

    def test_what_is_typed_is_the_bound(self, online: Command, api: Emulator, user: Path, project: Path) -> None:
        write(user, 'max_cost = "0.01"')
        write(project, 'max_cost = "9"')
        refused(online(*CAT, "-m", CHEAP, "-n", "4", "--max-cost", "0.05"), api)
        assert online(*CAT, "-m", CHEAP, "--max-cost", "0.05").code == 0

    def test_without_a_limit_a_dearer_model_is_not_taken(
        self, online: Command, api: Emulator, user: Path, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(user, f'model = "{CHEAP}"')
        write(project, f'model = "{DEAR}"')
        done = online(*CAT)
        refused(done, api)
        assert "what it costs without the project's file is USD 0.03" in done.err
        monkeypatch.setattr(sys, "stdin", io.StringIO("a cat"))
        refused(online("gen", "-"), api)
        monkeypatch.setattr(sys, "stdin", io.StringIO('{"prompt": "a cat"}'))
        refused(online("gen", "--file", "-"), api)
        assert online(*CAT, "-m", DEAR).code == 0
        assert online(*CAT, "--max-cost", "0.1").code == 0

    def test_a_cheaper_one_is(self, online: Command, api: Emulator, user: Path, project: Path) -> None:
        write(user, f'model = "{DEAR}"')
        write(project, f'model = "{CHEAP}"')
        assert online(*CAT).code == 0
        assert api.ledger[-1]["body"]["model"] == CHEAP

    def test_with_a_limit_of_the_user_any_model_within_it(
        self, online: Command, api: Emulator, user: Path, project: Path
    ) -> None:
        write(user, f'model = "{CHEAP}"\nmax_cost = "0.08"')
        write(project, f'model = "{DEAR}"')
        assert online(*CAT).code == 0
        refused_ = online(*CAT, "-m", CHEAP, "-n", "4")
        assert refused_.code == 7

    @pytest.mark.parametrize("choice", ['region = "intl"', 'profile = "abroad"'])
    def test_an_amount_alone_stays_one_of_the_users_region(
        self, choice: str, online: Command, api: Emulator, user: Path, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Else 0.50 yuan became 0.50 dollars."""
        for name in ("DASHSCOPE_REGION", "BRUSHWORK_BASE_URL", "DASHSCOPE_API_KEY"):
            monkeypatch.delenv(name)
        profiles = '[profiles.{}]\nregion = "{}"\nbase_url = "{}"\napi_key = "{}"\n'
        home, abroad = (profiles.format(*each, api.url, api.key) for each in (("home", "cn"), ("abroad", "intl")))
        write(user, f'default_profile = "home"\nmax_cost = "0.50"\n{home}{abroad}')
        assert online(*CAT, "-m", CHEAP).code == 0
        write(project, choice)
        done = online(*CAT, "-m", CHEAP)
        if choice.startswith("profile"):
            assert done.code == 7, done.err
            assert "it is priced in USD" in done.err
            assert "CNY 0.50" in done.err
        assert len(api.ledger) == 1 + (done.code == 0)

    def test_its_region_does_not_change_the_prices_of_an_address(
        self, online: Command, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("DASHSCOPE_REGION")
        write(project, 'region = "cn-beijing"')
        assert online("config", "--json").json["settings"]["region"]["value"] is None

    def test_config_shows_every_limit(self, command: Command, user: Path, project: Path) -> None:
        write(user, 'max_cost = "9"')
        write(project, "max_cost = 0.05")
        found = command("config", "--json").json["settings"]["max_cost"]
        assert found == {"value": "9 and 0.05", "origin": f"{user} and {project}"}


@pytest.mark.parametrize(
    "line",
    [
        'base_url = "https://evil.example"', 'api_key = "sk-x"', 'api_key_command = "rm -rf x"', 'workspace = "ws"',
        "timeout = 1", 'default_profile = "x"', "[profiles.x]", '[prices."wan2.6-t2i"]', "prices = {}",
    ],
)  # fmt: skip
def test_what_it_may_not_set_is_refused_with_its_line(line: str, command: Command, project: Path) -> None:
    write(project, f"# ours\n\n{line}\n")
    done = command(*CAT, "-m", CHEAP, "--dry-run")
    assert done.code == 4
    assert f"{project}:3 sets " in done.err
    assert "which a project's file may not set" in done.err


@pytest.mark.parametrize(
    "name",
    ["n", "proxy", "ca_file", "extra", "validate", "protocol", "retry_unknown", "retries", "overwrite", "yes", "seed",
     "size", "prompt", "template", "specs", "on_unsupported", "inline", "local_files", "parameter", "file"],
)  # fmt: skip
def test_what_is_no_setting_is_refused_with_its_line(name: str, command: Command, project: Path) -> None:
    write(project, f'model = "{CHEAP}"\n{name} = 4\n')
    done = command(*CAT, "--dry-run")
    assert done.code == 4
    assert f"{project}:2: {name!r} is not a setting" in done.err


class TestOutput:
    @pytest.mark.parametrize("output", ["out", "out/{model}-{i}.{ext}", "cat.png", ".", "{id}"])
    def test_inside_the_project_it_is_taken(self, output: str, online: Command, project: Path, work: Path) -> None:
        write(project, f'output = "{output}"')
        done = online(*CAT, "-m", CHEAP)
        assert done.code == 0, done.err
        assert (work / done.out.strip()).resolve().is_relative_to(work.resolve())

    @pytest.mark.parametrize(
        "output",
        [
            *("..", "../x", "/", "/tmp/x.png", "{home}", "out/../../x/{i}.{ext}", "link", "link/x.png", "~/x.png"),
            *("memory://b/x.png", "file://{home}/x.png", "simplecache::memory://b/x.png"),
        ],
    )
    def test_outside_it_is_refused(
        self, output: str, online: Command, api: Emulator, project: Path, work: Path, tmp_path: Path
    ) -> None:
        (work / "out").mkdir()
        (work / "link").symlink_to(tmp_path / "home", target_is_directory=True)
        write(project, f'output = "{output.replace("{home}", str(tmp_path / "home"))}"')
        done = online(*CAT, "-m", CHEAP)
        assert done.code == 4
        assert f"{project}:1: output " in done.err
        assert "leaves the project's folder" in done.err
        assert len(api.ledger) == 0
        assert online("task", "wait", "some-id").code == 4

    @pytest.mark.parametrize("output", ["{model}/{id}.{ext}", "out/{seed}/x.png"])
    def test_a_folder_that_a_field_names_may_be_a_link(
        self, output: str, online: Command, api: Emulator, project: Path, work: Path, tmp_path: Path
    ) -> None:
        (work / CHEAP).symlink_to(tmp_path / "home", target_is_directory=True)
        write(project, f'output = "{output}"')
        done = online(*CAT, "-m", CHEAP, "--seed", "7")
        assert done.code == 4
        assert "has a field in a folder name" in done.err
        assert len(api.ledger) == 0

    def test_from_a_folder_of_the_project(
        self, online: Command, project: Path, work: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (work / "deep/er").mkdir(parents=True)
        monkeypatch.chdir(work / "deep/er")
        write(project, 'output = "../../out"')
        assert online(*CAT, "-m", CHEAP).code == 0
        assert list((work / "out").iterdir())


@pytest.mark.skipif(os.name != "posix", reason="owners and modes of POSIX")
class TestOwner:
    @pytest.mark.parametrize(("mode", "code"), [(0o664, 4), (0o646, 4), (0o666, 4), (0o644, 0), (0o600, 0)])
    def test_one_that_others_may_write_is_refused_with_the_mend(
        self, mode: int, code: int, command: Command, project: Path
    ) -> None:
        write(project, f'model = "{CHEAP}"', mode)
        done = command(*CAT, "--dry-run")
        assert done.code == code
        assert (f"chmod go-w {project}" in done.err) == bool(code)

    def test_another_users_is_not_read(self, command: Command, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (work / "deep").mkdir()
        monkeypatch.chdir(work / "deep")
        write(work / "brushwork.toml", 'base_url = "https://evil.example"', 0o666)
        mine = os.geteuid()
        monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
        done = command(*CAT, "-m", CHEAP, "--dry-run")
        assert done.code == 0
        assert f"{work / 'brushwork.toml'} belongs to another user and is not read" in done.err
        assert command("config", "--json").json["files"]["project"] is None

    def test_another_users_at_a_link_is_not_read(
        self, command: Command, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        elsewhere = tmp_path / "shared.toml"
        write(elsewhere, f'model = "{CHEAP}"')
        project.symlink_to(elsewhere)
        assert command(*CAT, "--dry-run").code == 0
        theirs, stat = elsewhere.stat(), Path.stat

        def other(path: Path, **how: bool) -> os.stat_result:
            found = stat(path, **how)
            if found.st_ino != theirs.st_ino:
                return found
            return os.stat_result([*found[:4], found.st_uid + 1, *found[5:]])

        monkeypatch.setattr(Path, "stat", other)
        done = command("config", "--json")
        assert done.json["settings"]["model"]["origin"] == "default"

    def test_a_file_of_the_user_that_another_owns_is_refused(
        self, command: Command, user: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(user, f'model = "{CHEAP}"')
        if os.geteuid() == 0:
            os.chown(user, 12345, -1)
        else:
            monkeypatch.setattr(os, "geteuid", lambda: 12345)
        done = command(*CAT, "--dry-run")
        assert done.code == 4
        assert f"{user} belongs to another user" in done.err


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, f"x = {'1' * 5000}", "#" * 300_000])
def test_a_file_that_is_made_to_hurt_is_refused(text: str, command: Command, project: Path) -> None:
    write(project, text)
    done = command(*CAT, "-m", CHEAP, "--dry-run")
    assert done.code == 4
    assert str(project) in done.err
