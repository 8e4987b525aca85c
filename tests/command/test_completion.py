"""What the shells are offered."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.command.running import Command


def offered(command: Command, monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    """What bash is told to put in the place of the last of its words."""
    monkeypatch.setenv("_BRUSHWORK_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", " ".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    with pytest.raises(SystemExit):
        command()
    return [line.partition(",")[2] for line in command.written().splitlines() if line]


CASES: dict[tuple[str, ...], list[str]] = {
    ("brushwork", "mo"): ["models"],
    ("brushwork", "gen", "-m", "z-im"): ["z-image-turbo"],
    ("brushwork", "models", "show", "wan2.7"): ["wan2.7-image-pro", "wan2.7-image"],
    ("brushwork", "gen", "-m", "wan2.7-image-pro", "-s", "4"): ["4K"],
    ("brushwork", "gen", "-m", "z-image-turbo", "-p", "pr"): ["prompt_extend=true", "prompt_extend=false"],
    ("brushwork", "gen", "-m", "z-image-turbo", "-p", "prompt_extend", "="): ["true", "false"],
    ("brushwork", "gen", "-m", "z-image-turbo", "-p", "prompt_extend", "=", "f"): ["false"],
    ("brushwork", "gen", "-m", "z-image-turbo", "-s", "16", ":"): ["9"],
    ("brushwork", "gen", "-m", "wan2.7-image", "-p", "enable_s"): ["enable_sequential=true", "enable_sequential=false"],
    ("brushwork", "interleave", "-m", "wan2.6-image", "-p", "max"): ["max_images="],
    ("brushwork", "edit", "-m", "wan2.6-image", "-p", "max"): [],
    ("brushwork", "gen", "--region", "cn-"): ["cn-beijing", "cn-hongkong"],
    ("brushwork", "gen", "-m", "no-such-model-", "-s", "4K"): ["4K"],
    ("brushwork", "gen", "--protocol", "s"): ["sync", "stream"],
}


@pytest.mark.parametrize("words", CASES, ids=" ".join)
def test_bash(words: tuple[str, ...], command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert offered(command, monkeypatch, *words) == CASES[words]


def test_a_broken_file_of_settings_disturbs_nobody(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRUSHWORK_CONFIG", "/dev/null/x")
    assert "2K" in offered(command, monkeypatch, "brushwork", "gen", "-s", "2")
    assert offered(command, monkeypatch, "brushwork", "gen", "--profile", "x") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell(shell: str, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    script = command("completion", shell).out
    assert f"_BRUSHWORK_COMPLETE={shell}_complete" in script
    monkeypatch.setenv("SHELL", f"/bin/{shell}")
    assert command("completion").out == script
    if shutil.which(shell):
        done = subprocess.run([shell, "-n"], input=script, text=True, capture_output=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr


def test_a_shell_that_is_not_known(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    assert command("completion").code == 2
