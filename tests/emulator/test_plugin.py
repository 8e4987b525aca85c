"""The pytest plugin: a fixture for someone else's tests, which costs nothing until one asks for it."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

FIXTURE = """
import os
import pytest
from brushwork import Client

def test_a_picture(brushwork_emulator, tmp_path):
    (path,) = Client().wan2_6_t2i.generate("a cat").save(tmp_path)
    assert path.read_bytes().startswith(b"\\x89PNG")
    assert brushwork_emulator.ledger.images == 1

def test_every_test_has_its_own(brushwork_emulator):
    assert brushwork_emulator.ledger.images == 0
    assert Client().settings.base_url == brushwork_emulator.url

@pytest.mark.brushwork_emulator(key="sk-mine")
class TestSettings:
    def test_of_the_marker(self, brushwork_emulator):
        assert brushwork_emulator.key == "sk-mine"
        assert len(Client().z_image_turbo.generate("a cat")) == 1

    @pytest.mark.brushwork_emulator(key="sk-nearer")
    def test_the_nearest_marker_wins(self, brushwork_emulator):
        assert brushwork_emulator.key == "sk-nearer"

def test_the_environment_is_as_it_was():
    assert os.environ["DASHSCOPE_API_KEY"] == "sk-real"
    assert "BRUSHWORK_BASE_URL" not in os.environ
"""

UNUSED = """
import sys

def test_nothing_is_imported():
    loaded = {"PIL", "jsonschema", "urllib3", "brushwork_emulator"} & set(sys.modules)
    assert "brushwork.pytest_plugin" in sys.modules
    assert not loaded, loaded
"""


def run(folder: Path, tests: str, *arguments: str) -> tuple[int, str]:
    """pytest in a process of its own, with this plugin and no other."""
    (folder / "test_theirs.py").write_text(tests, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "brushwork.pytest_plugin", "--strict-markers", "-W", "error"]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "DASHSCOPE_API_KEY": "sk-real"}
    done = subprocess.run(
        [*command, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    return done.returncode, done.stdout + done.stderr


def test_the_fixture_serves_one_test(tmp_path: Path) -> None:
    code, output = run(tmp_path, FIXTURE)
    assert (code, "5 passed" in output) == (0, True), output


def test_it_costs_nothing_when_nobody_asks(tmp_path: Path) -> None:
    code, output = run(tmp_path, UNUSED)
    assert (code, "1 passed" in output) == (0, True), output


def test_pytest_tells_of_it(tmp_path: Path) -> None:
    _, fixtures = run(tmp_path, UNUSED, "--fixtures")
    assert "brushwork_emulator" in fixtures
    assert "The whole API on loopback" in fixtures
    _, markers = run(tmp_path, UNUSED, "--markers")
    assert "@pytest.mark.brushwork_emulator(**settings)" in markers


def test_the_package_registers_it() -> None:
    (found,) = entry_points(group="pytest11", name="brushwork")
    assert found.value == "brushwork.pytest_plugin"
    assert hasattr(found.load(), "brushwork_emulator")
