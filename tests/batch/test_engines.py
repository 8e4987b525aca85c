"""The programs of the guide to engines, as it shows them, with this machine's folders for its own.

Those of Airflow, Temporal and Ray run where these are installed, which the development tools do not bring.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from brushwork import Client
from brushwork.batch import Batch
from brushwork.testing import Emulator
from tests.batch.support import ROOT, environment

ROWS = [{"key": key, "model": "wan2.6-t2i", "prompt": f"a {key}"} for key in ("cat", "dog")]
PAGES = ["docs/guides/engines.md", "docs/guides/zh/engines.md"]


def blocks(page: str, heading: str) -> list[str]:
    """The blocks of text below a heading that begins so."""
    section = re.split(r"^## ", (ROOT / page).read_text("utf-8"), flags=re.MULTILINE)
    (found,) = (each for each in section if each.startswith(heading))
    return re.findall(r"^```text\n(.*?)^```$", found, re.MULTILINE | re.DOTALL)


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """An emulator that the programs find, and a folder with a file of two jobs."""
    with Emulator(polls=1) as started:
        for name, value in environment(started).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("BRUSHWORK_BASE_URL", started.url)
        monkeypatch.setenv("BRUSHWORK_REGION", "ap-southeast-1")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
        (tmp_path / "jobs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
        yield started


@pytest.fixture
def loaded(api: Emulator, tmp_path: Path) -> Path:
    """The journal of what is planned, but not sent."""
    journal = tmp_path / "jobs.jsonl.journal"
    client = Client(api.key, base_url=api.url, region="ap-southeast-1")
    with client, Batch(tmp_path / "jobs.jsonl", journal=journal, out=tmp_path / "out", client=client) as batch:
        batch.load()
    return journal


def program(page: str, heading: str, journal: Path) -> dict[str, Any]:
    """The names that the page's program defines, once it has run."""
    (text,) = blocks(page, heading)
    names: dict[str, Any] = {"__name__": "pictures"}
    exec(compile(text.replace("/data/jobs.jsonl.journal", str(journal)), page, "exec"), names)
    return names


@pytest.mark.parametrize("page", PAGES)
def test_the_line_of_cron(page: str, api: Emulator, tmp_path: Path) -> None:
    line = blocks(page, "cron")[0]
    assert line.split()[:5] == ["*/30", "*", "*", "*", "*"]
    command = " ".join(line.split()[5:]).replace("/srv/pictures", str(tmp_path))
    for _ in range(2):
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
    assert api.ledger.images == 2


@pytest.mark.parametrize("page", PAGES)
def test_the_job_of_kubernetes(page: str, api: Emulator, tmp_path: Path) -> None:
    job = yaml.safe_load(blocks(page, "cron")[1])
    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "Job")
    pod = job["spec"]["template"]["spec"]
    (container,), (volume,) = pod["containers"], pod["volumes"]
    assert [each["name"] for each in container["volumeMounts"]] == [volume["name"]]
    (mount,) = container["volumeMounts"]
    command = [word.replace(mount["mountPath"], str(tmp_path)) for word in container["command"]]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert api.ledger.images == 2


@pytest.mark.parametrize("page", PAGES)
def test_the_activity_of_temporal(page: str, api: Emulator, loaded: Path) -> None:
    testing: Any = pytest.importorskip("temporalio.testing", reason="Temporal is not installed: pip install temporalio")
    carry = program(page, "Temporal", loaded)["carry"]
    assert [testing.ActivityEnvironment().run(carry, key) for key in ("cat", "dog", "cat")] == ["done"] * 3
    assert api.ledger.images == 2


@pytest.mark.parametrize("page", PAGES)
def test_the_tasks_of_ray(page: str, api: Emulator, loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ray: Any = pytest.importorskip("ray", reason="Ray is not installed: pip install ray")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    ray.init(num_cpus=2, include_dashboard=False)
    try:
        program(page, "Ray", loaded)
    finally:
        ray.shutdown()
    assert api.ledger.images == 2


@pytest.mark.parametrize("page", PAGES)
def test_the_operator_of_airflow(page: str, api: Emulator, loaded: Path) -> None:
    reason = "Airflow is not installed: pip install apache-airflow-providers-standard"
    operators: Any = pytest.importorskip("airflow.providers.standard.operators.bash", reason=reason)
    (text,) = blocks(page, "Airflow")
    names: dict[str, Any] = {"BashOperator": operators.BashOperator}
    task = eval(text.split("\n\n")[1].replace("/data", str(loaded.parent)), names)
    task.execute({})
    assert (task.retries, api.ledger.images) == (3, 2)
