"""What starting costs: the modules that are loaded, and what happens where an extra is missing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from brushwork import __version__

_WATCH = (
    "import sys\n"
    "from brushwork.__main__ import main\n"
    "sys.argv = ['brushwork', *{arguments!r}]\n"
    "code = main()\n"
    "print(code, *sorted(sys.modules), file=sys.stderr)\n"
)
SLOW = {"rich", "urllib3", "ssl", "logging", "PIL", "jsonschema", "http.client", "asyncio", "tomllib"}


def loaded(*arguments: str) -> set[str]:
    """The modules in memory after the command has run; it must succeed."""
    code = _WATCH.format(arguments=list(arguments))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    first, *modules = done.stderr.splitlines()[-1].split()
    assert first == "0"
    return set(modules)


@pytest.mark.parametrize(
    ("arguments", "most"),
    [
        (("--help",), 150),
        (("--version",), 150),
        (("models",), 190),
        (("gen", "--help"), 160),
    ],
)
def test_it_loads_little(arguments: tuple[str, ...], most: int) -> None:
    modules = loaded(*arguments)
    assert not SLOW & modules
    assert len(modules) <= most


def test_a_dry_run_loads_no_network() -> None:
    modules = loaded("gen", "a cat", "-m", "z-image-turbo", "--dry-run", "-q")
    assert not {"rich", "urllib3", "ssl", "PIL", "asyncio"} & modules


def without(package: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command where a package is not installed."""
    code = (
        "import sys\n"
        f"sys.modules[{package!r}] = None\n"
        "from brushwork.__main__ import main\n"
        f"sys.argv = ['brushwork', *{list(arguments)!r}]\n"
        "sys.exit(main())\n"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)


def test_without_click_it_says_what_to_install() -> None:
    done = without("click", "gen", "a cat", "-m", "z-image-turbo")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "pip install 'brushwork[cli]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_click_it_tells_its_version() -> None:
    done = without("click", "--version")
    assert (done.returncode, done.stdout) == (0, f"brushwork {__version__}\n")


def test_without_rich_there_are_lines() -> None:
    assert without("rich", "models").returncode == 0


def test_whoever_has_enough_of_stdout_gets_no_traceback() -> None:
    command = f"{sys.executable} -m brushwork models schema wan2.7-image | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == ""
