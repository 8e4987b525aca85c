"""`brushwork doctor`, against one emulator for each region."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from brushwork.registry import REGISTRY
from brushwork.testing import Emulator
from brushwork_runtime.tables.registry import Registry
from brushwork_runtime.tables.spec import Api, Region
from tests.command.running import Command, Done

INTL, CN = "sk-intl-0123456789", "sk-cn-0123456789"


@pytest.fixture
def regions() -> Iterator[tuple[Emulator, Emulator]]:
    with Emulator(key=INTL) as intl, Emulator(key=CN) as cn:
        yield intl, cn


@pytest.fixture
def doctor(command: Command, regions: tuple[Emulator, Emulator]) -> Command:
    """The command, whose two regions are the emulators."""
    api = _api(REGISTRY.api, {"ap-southeast-1": regions[0].origin, "cn-beijing": regions[1].origin})
    registry = Registry({}, lambda: api, lambda model: {})
    make = command.package.make_client

    def client(region: str | None = None, **settings: object) -> object:
        origin = next((each.host for each in api.regions if each.id == region), None)
        return make(base_url=f"{origin}{api.base_path}", region=region, **settings)

    command.package = replace(command.package, registry=lambda: registry, make_client=client)
    return command


def _api(api: Api, hosts: dict[str, str]) -> Api:
    fields = dict(vars(api))
    fields["regions"] = tuple(
        Region(region.id, host=hosts[region.id], workspace_host=region.workspace_host, aliases=region.aliases)
        for region in api.regions
        if region.id in hosts
    )
    return Api(**fields)


def states(done: Done) -> dict[str, tuple[str, str]]:
    return {each["check"]: (each["state"], each["text"]) for each in done.json["checks"]}


def test_a_key_is_found_and_its_region_is_told(doctor: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", CN)
    done = doctor("doctor", "--json")
    assert done.code == 0
    found = states(done)
    assert found["key"] == ("ok", "sk-…6789 from $DASHSCOPE_API_KEY, standard key")
    assert found["cn-beijing"][0] == "ok"
    assert "accepts the key" in found["cn-beijing"][1]
    assert found["ap-southeast-1"] == ("ok", "does not accept the key, which belongs to another region")
    assert found["rate limits"][0] == "ok"
    assert re.match(r"\S+: \d+ requests in \d+ s.* and \d+ tasks at once, \d+ more$", found["rate limits"][1])
    assert {"versions", "proxy", "TLS", "disk", "terminal"} <= set(found)


def test_rate_limits_that_a_host_does_not_tell_are_no_failure(
    doctor: Command, regions: tuple[Emulator, Emulator], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", CN)
    regions[1].faults.add("html-page", endpoint="quotas", times=None)
    done = doctor("doctor", "--json")
    assert done.code == 0
    assert states(done)["rate limits"][0] == "ok"
    assert "not told by" in states(done)["rate limits"][1]


def test_a_key_that_no_region_takes(doctor: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-of-nowhere-0123456789")
    done = doctor("doctor")
    assert done.code == 4
    assert len(re.findall("^fail", done.out, re.MULTILINE)) == 3
    assert "none accepts the key" in done.out
    assert "sk-of-nowhere" not in done.out


def test_it_costs_nothing(doctor: Command, regions: tuple[Emulator, Emulator], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", INTL)
    doctor("doctor")
    assert sum(emulator.ledger.images for emulator in regions) == 0


def test_a_region_that_cannot_be_reached(
    doctor: Command, regions: tuple[Emulator, Emulator], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", INTL)
    regions[1].close()
    done = doctor("doctor", "--json")
    assert done.code == 0
    assert states(done)["cn-beijing"][0] == "warn"
    regions[0].close()
    done = doctor("doctor", "--json")
    assert done.code == 8
    assert states(done)["ap-southeast-1"][0] == "fail"


def test_without_a_key(doctor: Command) -> None:
    done = doctor("doctor")
    assert done.code == 4
    assert "not set" in done.out
    assert "cn-beijing" not in done.out


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("sk-sp-0123456789abcdef", "Coding Plan key"),
        ("sk-ws-0123456789abcdef", "workspace key"),
        ("abc", "of an unknown kind"),
    ],
)
def test_the_kind_of_a_key_is_named(key: str, kind: str, doctor: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", key)
    done = doctor("doctor", "--json")
    assert kind in states(done)["key"][1]
    assert done.code == 4


@pytest.mark.parametrize(
    ("ahead", "state", "text"), [(0, "ok", "right"), (600, "warn", "600 s fast"), (-9, "ok", "9 s slow")]
)
def test_a_clock_that_is_wrong_is_told(
    ahead: int, state: str, text: str, doctor: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    from email.utils import formatdate

    from brushwork_runtime.http.messages import HttpRequest, HttpResponse
    from brushwork_runtime.http.transport import HttpTransport

    real = HttpTransport.send

    def dated(self: HttpTransport, request: HttpRequest, /) -> HttpResponse:
        response = real(self, request)
        response.headers = {**response.headers, "Date": formatdate(1_800_000_000, usegmt=True)}
        return response

    monkeypatch.setenv("DASHSCOPE_API_KEY", INTL)
    monkeypatch.setattr(HttpTransport, "send", dated)
    monkeypatch.setattr("brushwork_cli.doctor.regions.time.time", lambda: 1_800_000_000.0 + ahead)
    assert states(doctor("doctor", "--json"))["clock"] == (state, text)


def test_a_file_of_authorities_that_is_not_there(doctor: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", INTL)
    monkeypatch.setenv("SSL_CERT_FILE", "/no/such/file.pem")
    done = doctor("doctor", "--json")
    assert done.code == 8
    assert states(done)["TLS"] == ("fail", "$SSL_CERT_FILE does not name a file: /no/such/file.pem")


def test_a_proxy_is_named_without_its_password(doctor: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://me:secret@proxy.example:3128")
    done = doctor("doctor")
    assert "https through http://proxy.example:3128" in done.out
    assert "secret" not in done.out
