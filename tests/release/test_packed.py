"""Programs as people pack and place them: in one archive, frozen, compiled, without assertions, on a read-only disk.

Each calls an emulator of this process, saves, and says in Chinese what is wrong with a request, for which it needs what
lies beside the code. Nuitka, which compiles for minutes, is tried by `make packed`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipapp
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from sysconfig import get_path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
import urllib3

from brushwork.testing import Emulator
from tests.release.built import ROOT, install, run

PROGRAM = """
# nuitka-project: --mode=standalone
# nuitka-project: --include-module=brushwork.client
# nuitka-project: --include-module=brushwork.aio
# nuitka-project: --include-package=brushwork.clients
# nuitka-project: --include-package=brushwork.tables
# nuitka-project: --include-package=brushwork_runtime
# nuitka-project: --nofollow-import-to=pytest
# nuitka-project: --include-package-data=brushwork
# nuitka-project: --include-package-data=brushwork_runtime
import sys
from brushwork import Client, InvalidRequest

key, url, out = sys.argv[1:]
with Client(key, base_url=url) as client:
    (path,) = client.z_image_turbo.generate("a cat", size="512*512").save(out)
    if path.read_bytes()[:4] != b"\\x89PNG":
        sys.exit("no picture")
    client.wan2_6_t2i.generate.submit("a poster").wait(timeout=60)
    if client.models["z-image-turbo"].json_schema("generate")["type"] != "object":
        sys.exit("no schema")
    try:
        client.z_image_turbo.generate("a cat", size="1*1")
    except InvalidRequest as error:
        sys.stdout.buffer.write(str(error).encode())
"""
COMMAND = """
import sys
if sys.argv[1] == "command":
    del sys.argv[1]
    from brushwork.__main__ import main
    sys.exit(main())
"""
SAID = "低于下限"
NOBODY = 31234
"""The number of a user that the system does not know, as clusters give to a container."""


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Brushwork and urllib3, as `pip install --target` makes it."""
    folder = tmp_path_factory.mktemp("site")
    with ZipFile(wheel) as archive:
        archive.extractall(folder)
    shutil.copytree(Path(urllib3.__file__).parent, folder / "urllib3", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def call(command: list[str | Path], folder: Path) -> None:
    """Run the program against an emulator, in a folder of its own."""
    with Emulator(polls=1) as api:
        said = run(
            [*command, api.key, api.url, folder / "out"],
            folder,
            BRUSHWORK_LANG="zh",
            NO_PROXY="127.0.0.1",
            PYTHONUTF8="1",
            XDG_CONFIG_HOME=str(folder),
        ).stdout
        assert api.ledger.images == 2
    assert SAID in said


@pytest.mark.parametrize("optimized", [[], ["-OO"]], ids=["whole", "without docstrings and assertions"])
def test_in_one_archive(optimized: list[str], site: Path, tmp_path: Path) -> None:
    app = tmp_path / "app"
    shutil.copytree(site, app)
    (app / "__main__.py").write_text(PROGRAM, "utf-8")
    zipapp.create_archive(app, tmp_path / "app.pyz")
    call([sys.executable, "-S", "-W", "error", *optimized, tmp_path / "app.pyz"], tmp_path)


def test_the_skill_is_read_from_an_archive(site: Path, tmp_path: Path) -> None:
    app = tmp_path / "app"
    shutil.copytree(site, app)
    zipapp.create_archive(app, tmp_path / "app.pyz", main="brushwork.__main__:main")
    command: list[str | Path] = [sys.executable, tmp_path / "app.pyz", "skill"]
    assert "z-image-turbo" in run([*command, "print", "models"], tmp_path).stdout
    run([*command, "install", "--to", "skills"], tmp_path)
    assert (tmp_path / "skills/brushwork/SKILL.md").is_file()
    assert (tmp_path / "skills/brushwork/references/errors.md").is_file()


@pytest.fixture
def stage() -> Iterator[Path]:
    """A folder that everybody may read, which those of pytest are not."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def as_nobody(python: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python as a user without a name, who has no home and may write nowhere."""
    return subprocess.run(
        [python, *arguments],
        cwd="/",
        env={**environment, "NO_PROXY": "127.0.0.1", "PYTHONUTF8": "1"},
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def everybodys_python() -> str:
    """A Python like this one that everybody may run; skips where there is none."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only the superuser runs programs as somebody else")
    version = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    for python in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        with suppress(OSError):
            if as_nobody(python, "-c", version).returncode == 0:
                return python
    pytest.skip("no Python of this version that another user may run")


def test_where_nothing_may_be_written_by_a_user_without_a_name(site: Path, stage: Path) -> None:
    """As a function of AWS Lambda, or a container of a cluster: code that is only read, no home, a folder for files."""
    python = everybodys_python()
    layer, out = stage / "layer", stage / "out"
    shutil.copytree(site, layer)
    layer.chmod(0o755)
    out.mkdir()
    out.chmod(0o777)
    paths = os.pathsep.join([str(layer), get_path("purelib"), get_path("platlib")])

    def called(*arguments: str) -> subprocess.CompletedProcess[str]:
        return as_nobody(python, *arguments, PYTHONPATH=paths, BRUSHWORK_LANG="zh")

    with Emulator(polls=1) as api:
        done = called("-c", PROGRAM, api.key, api.url, str(out))
        assert (done.returncode, api.ledger.images) == (0, 2), done.stderr
    assert SAID in done.stdout
    made = called("-m", "brushwork", "gen", "a cat", "--emulator", "-o", str(out / "cat.png"))
    assert made.returncode == 0, made.stderr
    assert (out / "cat.png").read_bytes()[:4] == b"\x89PNG"
    refused = called("-m", "brushwork", "config", "set", "model", "z-image-turbo")
    assert (refused.returncode, "HOME" in refused.stderr) == (4, True), refused.stderr
    assert called("-m", "brushwork", "history").returncode == 0


def test_frozen_by_pyinstaller(wheel: Path, tmp_path: Path) -> None:
    python = install(wheel, tmp_path / "venv", "cli")
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    run([*pip, "-c", ROOT / "constraints.txt", "--disable-pip-version-check", "pyinstaller"], tmp_path)
    (tmp_path / "app.py").write_text(COMMAND + PROGRAM, "utf-8")
    run([python, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "app.py"], tmp_path)
    app = tmp_path / "dist/app/app"
    call([app], tmp_path)
    assert "z-image-turbo" in run([app, "command", "models"], tmp_path, XDG_CONFIG_HOME=str(tmp_path)).stdout


@pytest.mark.parametrize("guide", ["docs/guides/serverless.md", "docs/guides/zh/serverless.md"])
def test_the_guides_tell_nuitka_what_is_tried_here(guide: str) -> None:
    told = [line for line in (ROOT / guide).read_text("utf-8").splitlines() if "nuitka-project" in line]
    assert told == [line for line in PROGRAM.splitlines() if "nuitka-project" in line]


@pytest.mark.skipif(find_spec("nuitka") is None, reason="Nuitka is not among the development tools: make packed")
@pytest.mark.timeout(1800)
def test_compiled_by_nuitka(site: Path, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(PROGRAM, "utf-8")
    run([sys.executable, "-m", "nuitka", "app.py"], tmp_path, PYTHONPATH=str(site), timeout=1700)
    call([tmp_path / "app.dist/app.bin"], tmp_path)
