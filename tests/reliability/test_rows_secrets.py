"""Rows 72 to 74: what nobody may see, and what the environment may do."""

from __future__ import annotations

import copy
import logging
import os
import pickle
import traceback
from pathlib import Path

import pytest

from brushwork import Client, HttpTransport
from brushwork_runtime.base.errors import BrushworkError, ConfigError, OutcomeUnknown
from brushwork_runtime.client.client import session_of
from tests.reliability.case import KEY, PROMPT, Case, row, variables
from tests.reliability.test_rows_connecting import DONE
from tests.reliability.tls import Authority
from tests.runtime.servers import RawServer
from tests.runtime.support import picture


@row(72)
def test_no_log_of_any_library_shows_a_secret(case: Case, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)  # of every logger, that of urllib3 too
    case.posts = 2
    result = case.client.qwen_image_2_0_pro.edit(PROMPT, [picture(400, 400)])
    result.save(case.folder)
    assert "urllib3.connectionpool" in {record.name for record in caplog.records}
    shown = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    signature = result[0].url.partition("Signature=")[2].partition("&")[0]
    assert signature
    for secret in (KEY, "Signature=", signature, "base64", PROMPT):
        assert secret not in shown


@row(72)
@pytest.mark.parametrize("fault", ["drop-after-accepting", "truncated-body", "key-echoed", "error-500", "html-502"])
def test_no_variable_of_a_traceback_shows_a_secret(case: Case, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRUSHWORK_TRACEBACK", "full")
    case.secrets += ["base64,"]
    case.api.faults.add(fault, endpoint="multimodal-generation")
    error = case.call(lambda: case.client.qwen_image_2_0_pro.edit(PROMPT, [picture(400, 400)], inline=True))
    assert isinstance(error, BrushworkError)
    assert "prepared = " in variables(error)
    assert KEY not in str(error.__dict__)


@row(72)
@pytest.mark.parametrize("endpoint", ["upload-policy", "upload"])
def test_no_upload_that_fails_shows_its_policy(case: Case, endpoint: str) -> None:
    case.posts = case.billed = 0
    case.secrets += ["signature'", "policy='"]
    case.api.faults.add("reset", endpoint=endpoint, times=None)
    client = case.again(retries=0)
    case.call(lambda: client.qwen_image_2_0_pro.edit(PROMPT, [picture(400, 400)]))
    assert case.raised


@row(72)
def test_neither_repr_nor_copies_show_the_key(case: Case) -> None:
    case.api.faults.add("drop-after-accepting")
    client = case.client
    prepared = client.qwen_image_2_0_pro.generate.prepare(PROMPT)
    error = case.fails(OutcomeUnknown, prepared.send)
    shown = [
        client,
        client.settings,
        session_of(client).transport,
        prepared,
        prepared.headers,
        prepared.sent_headers(),
        error,
    ]
    for thing in (*shown, copy.copy(client), vars(client)):
        assert KEY not in repr(thing)
    assert KEY not in prepared.curl()


@row(72)
def test_what_is_pickled_holds_no_key_that_came_from_the_environment(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", KEY)
    case.client.close()
    case.client = Client(base_url=case.api.url)
    result = case.client.qwen_image_2_0_pro.generate(PROMPT)
    case.posts = case.billed = 2
    case.api.faults.add("drop-after-accepting")
    error = case.fails(OutcomeUnknown, lambda: case.client.qwen_image_2_0_pro.generate(PROMPT))
    for thing in (case.client, error, result, error.request):
        assert KEY.encode() not in pickle.dumps(thing)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (type(error), str(error))


@row(73)
@pytest.mark.parametrize("key", [f"{KEY}\n", f"{KEY} ", f"{KEY}\r\nX-Evil: 1", f"{KEY}é", f"{KEY}\x00", f"sk-键{KEY}"])
@pytest.mark.parametrize("way", ["argument", "environment"])
def test_a_key_that_is_none_is_refused_unseen(monkeypatch: pytest.MonkeyPatch, key: str, way: str) -> None:
    if way == "environment":
        if "\x00" in key:
            pytest.skip("no environment holds it")
        monkeypatch.setenv("DASHSCOPE_API_KEY", key)
    with pytest.raises(ConfigError) as caught:
        Client(key) if way == "argument" else Client()
    shown = [
        str(caught.value),
        repr(caught.value),
        variables(caught.value),
        "".join(traceback.format_exception(caught.value)),
    ]
    assert not [text for text in shown if KEY in text or KEY[4:20] in text]


@row(74)
def test_no_proxy_is_honoured_and_loopback_has_none(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(DONE) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        client = case.again()
        assert len(client.qwen_image_2_0_pro.generate(PROMPT)) == 1
        assert proxy.connections == 0
        client = case.again(base_url="http://far.invalid/api/v1", allow_http=True)
        client.qwen_image_2_0_pro.generate(PROMPT)
        assert proxy.connections == 1
        monkeypatch.setenv("NO_PROXY", "far.invalid")
        client = case.again(base_url="http://far.invalid/api/v1", allow_http=True, retries=0)
        case.call(lambda: client.qwen_image_2_0_pro.generate(PROMPT))
        assert proxy.connections == 1


@row(74)
def test_a_proxy_without_a_scheme_and_one_that_is_none(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(DONE) as proxy:
        monkeypatch.setenv("http_proxy", f"127.0.0.1:{proxy.port}")
        client = case.again(base_url="http://far.invalid/api/v1", allow_http=True)
        client.qwen_image_2_0_pro.generate(PROMPT)
    case.secrets += ["pass-word"]
    monkeypatch.setenv("http_proxy", "gopher://user:pass-word@127.0.0.1:1")
    client = case.again(base_url="http://far.invalid/api/v1", allow_http=True)
    case.fails(ConfigError, lambda: client.qwen_image_2_0_pro.generate(PROMPT), "gopher://127.0.0.1:1 cannot be used")


@row(74)
@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_authorities_from_the_environment(
    case: Case, monkeypatch: pytest.MonkeyPatch, authority: Authority, name: str
) -> None:
    for other in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, authority.file)
    with RawServer(DONE, tls=authority.server()) as server:
        client = case.again(base_url=f"{server.url}/api/v1")
        assert len(client.qwen_image_2_0_pro.generate(PROMPT)) == 1
        client.close()
    monkeypatch.setenv(name, str(case.folder / "none.pem"))
    client = case.again(base_url="https://localhost:1/api/v1")
    case.fails(ConfigError, lambda: client.qwen_image_2_0_pro.generate(PROMPT), rf"\${name} names .*none.pem")


@row(74)
def test_netrc_is_not_read(case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    with RawServer(DONE) as server:
        client = case.again(base_url=f"{server.url}/api/v1")
        client.qwen_image_2_0_pro.generate(PROMPT)
    assert f"Authorization: Bearer {KEY}\r\n".encode() in server.requests[0]
    assert server.requests[0].count(b"uthorization") == 1


@row(74)
def test_tls_keys_are_logged_where_python_does(
    case: Case, monkeypatch: pytest.MonkeyPatch, authority: Authority, tmp_path: Path
) -> None:
    keys = tmp_path / "keys.log"
    mine = tmp_path / "authority.pem"
    mine.write_bytes(Path(authority.file).read_bytes())  # another file, so that its settings are made here
    monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
    with RawServer(DONE, tls=authority.server()) as server:
        transport = HttpTransport(ca_file=str(mine))
        client = case.again(base_url=f"{server.url}/api/v1", transport=transport)
        client.qwen_image_2_0_pro.generate(PROMPT)
        client.close()
    assert os.path.exists(keys)
    assert KEY not in keys.read_text()
