"""Row by row of the fault matrix: the faults that a server can make, and what they look like to a bare socket.

A row of `ROWS` names its faults; one of `ELSEWHERE` says why no server makes it.
"""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from brushwork_emulator import Chaos, Emulator, VirtualClock
from brushwork_emulator.faults import KINDS
from tests.emulator import loopback
from tests.emulator.loopback import Line, fetch, file_of, query, submit, sync, task_of
from tests.runtime.brushes import API, BRUSH, MESSAGES, schema

ROWS: dict[int, tuple[str, ...]] = {
    2: (),  # an emulator that is closed
    7: ("reset-before-reading", "refuse-before-reading"),
    8: ("drop-after-accepting", "drop-before-accepting"),
    9: ("reset", "reset-before-accepting"),
    10: ("stall", "stall-before-accepting", "stall-in-body", "slow-answer"),
    12: ("close-when-idle",),
    13: ("drop-before-reading",),
    14: ("rate-limited:2",),
    15: ("rate-limited:99999999", "rate-limited:NaN", "rate-limited:-5", "rate-limited:inf", "rate-limited:date 60",
         "rate-limited:soon", "throttled", "burst-limited", "quota-used-up", "bill-overdue", "html-429"),
    16: ("rate-limited",),
    17: ("error-500", "error-500-after-accepting", "html-500", "html-502", "html-502-after-accepting", "html-504"),
    18: ("error-503", "error-503:3"),
    19: ("error-408",),
    20: ("key-echoed",),
    21: ("moderated", "moderated:IPInfringementSuspect", "error:403 Model.AccessDenied"),
    22: ("business-error",),
    23: ("truncated-body", "truncated-body:10", "length-too-long"),
    24: ("unfinished-chunks", "cut-chunk"),
    25: ("malformed-json",),
    26: ("html-page", "empty-body", "json-value:null", "json-value:[]", 'json-value:"x"', "wrong-types"),
    27: ("invalid-utf-8", "encoded-as:utf-8-sig", "encoded-as:utf-16", "number:NaN", "duplicate-keys", "huge-integer"),
    28: ("nested-arrays",),
    29: ("huge-body", "endless-chunks"),
    30: ("gzip-body", "gzip-bomb", "chained-codings", "brotli-body"),
    31: ("slow-body",),
    32: ("long-header", "many-headers", "http-version", "binary-garbage", "garbage-status-line", "bad-header",
         "length-garbage"),
    33: ("interim-answers", "early-hints", "bodiless", "bodiless:304"),
    34: ("redirect", "redirect:301 //elsewhere.invalid/x", "redirect:302 https://good@evil.invalid/",
         "redirect:303 http://127.0.0.1:1/", "redirect:308 https://elsewhere.invalid/"),
    35: ("unknown-fields", "new-values", "missing-field", "missing-field:request_id"),
    36: ("leftover", "length-too-short"),
    37: ("rate-limited", "error-500", "html-502", "html-504", "reset"),
    38: ("error-503",),
    39: ("task-unknown",),
    40: ("task-unknown",),
    41: ("task-never-ends",),
    42: ("task-failed", "task-failed-flat", "partial-failure", "no-urls"),
    43: ("task-canceled", "task-canceled:CANCELLED", "task-state"),
    44: (),  # the limits of the specs
    45: ("list-rows-move",),
    46: ("task-id",),
    47: ("drop-after-accepting",),
    48: ("drop-after-accepting",),
    49: ("file-cut",),
    50: ("range-ignored",),
    51: ("wrong-range", "etag-changed"),
    52: ("file-longer", "no-length", "length-too-long"),
    53: ("expired-url", "file-gone"),
    54: ("redirect:302 http://169.254.169.254/", "redirect-loop", "result-url"),
    55: ("html-file", "xml-file", "not-an-image", "zero-byte-file", "compressed-file"),
    56: ("huge-body:10000000000",),
    61: ("content-disposition", "result-url:http://127.0.0.1:1/%2e%2e%2fx%00.png"),
    65: ("policy-expired", "key-exists", "drop-before-reading"),
    69: (),  # chaos
}  # fmt: skip

ELSEWHERE: dict[int, str] = {
    1: "names are resolved before there is a server",
    3: "a server that answers no SYN is none",
    4: "addresses are chosen before there is a server",
    5: "the emulator speaks HTTP; certificates come before it",
    6: "a proxy stands in front of the server",
    11: "the emulator speaks HTTP; TLS records come before it",
    57: "the client's disk",
    58: "the client's process",
    59: "the client's processes",
    60: "the client's disk",
    62: "the client's disk",
    63: "the client's disk",
    64: "what the client makes of a text",
    66: "what the client makes of a text",
    67: "the client's keyboard",
    68: "the client's process",
    70: "the client's clock",
    71: "the client's objects",
    72: "what the client prints",
    73: "the client's environment",
    74: "the client's environment",
}


@pytest.fixture
def api() -> Iterator[Emulator]:
    with Emulator([BRUSH], API, schemas=schema, polls=1) as made:
        yield made


def rows(*numbers: int) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("fault", [fault for number in numbers for fault in ROWS[number]])


def test_every_row_is_made_or_said_to_be_elsewhere() -> None:
    assert sorted([*ROWS, *ELSEWHERE]) == list(range(1, 75))


def test_every_fault_stands_in_a_row() -> None:
    named = {fault.partition(":")[0] for faults in ROWS.values() for fault in faults} | {"error"}
    assert named == set(KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_fault_says_what_it_is(kind: object) -> None:
    assert len(getattr(kind, "meaning", "")) > 20


def test_row_2_refused() -> None:
    closed = Emulator([BRUSH], API, schemas=schema)
    closed.close()
    with pytest.raises(ConnectionRefusedError):
        Line(closed)


def test_row_7_reset_while_the_request_is_written(api: Emulator) -> None:
    large = loopback.body() + b" " * 20_000_000
    with Line(api) as line, pytest.raises(ConnectionError):
        line.send("POST", "/api/v1" + MESSAGES, large, {"X-Emulator-Fault": "reset-before-reading"})
    assert len(api.ledger) == 0


def test_row_7_an_answer_before_the_request_is_read(api: Emulator) -> None:
    with Line(api) as line:
        headers = {"X-Emulator-Fault": "refuse-before-reading", "Content-Length": "20000000"}
        line.send("POST", "/api/v1" + MESSAGES, b"{", headers)
        assert line.read(to_end=True).status == 413
    assert len(api.ledger) == 0


@pytest.mark.parametrize(
    ("fault", "end", "accepted"),
    [
        ("drop-before-accepting", "closed", 0),
        ("drop-after-accepting", "closed", 1),
        ("reset-before-accepting", "reset", 0),
        ("reset", "reset", 1),
    ],
)
def test_rows_8_and_9_no_answer(api: Emulator, fault: str, end: str, accepted: int) -> None:
    raw = sync(api, fault)
    assert (raw.content, raw.end) == (b"", end)
    assert (len(api.ledger), api.ledger.images) == (accepted, 2 * accepted)


@pytest.mark.parametrize(("fault", "accepted"), [("stall-before-accepting", 0), ("stall", 1)])
def test_row_10_silence(api: Emulator, fault: str, accepted: int) -> None:
    raw = sync(api, fault, patience=0.2, silent=True)
    assert (raw.content, raw.end) == (b"", "open")
    end = time.monotonic() + loopback.PATIENCE
    while len(api.ledger) < accepted and time.monotonic() < end:
        time.sleep(0.001)
    assert len(api.ledger) == accepted


def test_row_10_silence_in_the_body(api: Emulator) -> None:
    raw = sync(api, "stall-in-body:5", patience=0.2)
    assert (len(raw.body), raw.end) == (5, "open")
    assert raw.length is not None
    assert raw.length > 5


def test_row_10_a_late_answer(api: Emulator) -> None:
    assert sync(api, "slow-answer:0.01").status == 200


def test_row_12_closed_while_idle(api: Emulator) -> None:
    raw = sync(api, "close-when-idle", to_end=True)
    assert raw.whole
    assert (raw.end, raw.headers.get("connection")) == ("closed", None)


def test_row_13_closed_as_the_request_arrives(api: Emulator) -> None:
    api.faults.add("drop-before-reading", endpoint="multimodal-generation", nth=2)
    with Line(api) as line:
        head = {"Authorization": f"Bearer {api.key}"}
        line.send("POST", "/api/v1" + MESSAGES, loopback.body(size="64*64"), head)
        assert line.read().status == 200
        line.send("POST", "/api/v1" + MESSAGES, loopback.body(size="64*64"), head)
        assert line.read().content == b""
    assert len(api.ledger) == 1


def test_row_14_retry_after(api: Emulator) -> None:
    raw = sync(api, "rate-limited:2")
    assert (raw.status, raw.headers["retry-after"]) == (429, "2")
    assert raw.json()["code"] == "Throttling.RateQuota"
    assert len(api.ledger) == 0


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("rate-limited", "Throttling.RateQuota"),
        ("throttled", "Throttling"),
        ("burst-limited", "Throttling.BurstRate"),
        ("quota-used-up", "Throttling.AllocationQuota"),
        ("bill-overdue", "PostpaidBillOverdue"),
        ("bill-overdue:CommodityNotPurchased", "CommodityNotPurchased"),
    ],
)
def test_row_15_every_kind_of_429(api: Emulator, fault: str, code: str) -> None:
    raw = sync(api, fault)
    assert (raw.status, raw.json()["code"], raw.headers.get("retry-after")) == (429, code, None)


@pytest.mark.parametrize("given", ["99999999", "NaN", "-5", "inf", "soon"])
def test_row_15_any_retry_after(api: Emulator, given: str) -> None:
    assert sync(api, f"html-429:{given}").headers["retry-after"] == given


def test_row_15_a_date_of_the_clock() -> None:
    with Emulator([BRUSH], API, schemas=schema, clock=VirtualClock(start=0)) as api:
        assert sync(api, "rate-limited:date 60").headers["retry-after"] == "Thu, 01 Jan 1970 00:01:00 GMT"


def test_row_16_a_storm(api: Emulator) -> None:
    api.faults.add("rate-limited", times=None)
    assert [sync(api).status for _ in range(20)] == [429] * 20


@pytest.mark.parametrize(
    ("fault", "status", "media_type", "images"),
    [
        ("error-500", 500, "application/json", 0),
        ("error-500-after-accepting", 500, "application/json", 2),
        ("html-500", 500, "text/html", 2),
        ("html-502", 502, "text/html", 0),
        ("html-502-after-accepting", 502, "text/html", 2),
        ("html-504", 504, "text/html", 2),
        ("error-503", 503, "application/json", 0),
        ("error-408", 408, "application/json", 0),
        ("error:403 Model.AccessDenied", 403, "application/json", 0),
    ],
)
def test_rows_17_to_19_statuses(api: Emulator, fault: str, status: int, media_type: str, images: int) -> None:
    raw = sync(api, fault)
    assert (raw.status, raw.headers["content-type"], api.ledger.images) == (status, media_type, images)


def test_row_18_with_retry_after(api: Emulator) -> None:
    assert sync(api, "error-503:3").headers["retry-after"] == "3"


def test_row_20_the_key_in_the_message(api: Emulator) -> None:
    raw = sync(api, "key-echoed")
    assert raw.status == 401
    assert api.key in raw.json()["message"]


@pytest.mark.parametrize("code", ["DataInspectionFailed", "IPInfringementSuspect"])
def test_row_21_moderation(api: Emulator, code: str) -> None:
    raw = sync(api, f"moderated:{code}")
    assert (raw.status, raw.json()["code"]) == (400, code)


def test_row_22_an_error_with_status_200(api: Emulator) -> None:
    raw = sync(api, "business-error:Arrearage")
    assert (raw.status, raw.json()["code"]) == (200, "Arrearage")
    assert "output" not in raw.json()


@rows(23)
def test_row_23_less_than_promised(api: Emulator, fault: str) -> None:
    raw = sync(api, fault)
    assert (raw.status, raw.end, api.ledger.images) == (200, "closed", 2)
    assert raw.length is not None
    assert raw.length > len(raw.body)
    assert "x-request-id" in raw.headers


@rows(24)
def test_row_24_chunks_without_end(api: Emulator, fault: str) -> None:
    raw = sync(api, fault)
    assert (raw.headers["transfer-encoding"], raw.end) == ("chunked", "closed")
    assert not raw.body.endswith(b"0\r\n\r\n")


def test_row_25_cut_json_of_the_right_length(api: Emulator) -> None:
    raw = sync(api, "malformed-json")
    assert raw.length == len(raw.body) > 0
    with pytest.raises(ValueError, match=r"Expecting|Unterminated|delimiter"):
        raw.json()


@pytest.mark.parametrize(
    ("fault", "content"),
    [("empty-body", b""), ("json-value:null", b"null"), ("json-value:[]", b"[]"), ('json-value:"x"', b'"x"')],
)
def test_row_26_not_an_object(api: Emulator, fault: str, content: bytes) -> None:
    raw = sync(api, fault)
    assert (raw.status, raw.body) == (200, content)


def test_row_26_a_captive_portal(api: Emulator) -> None:
    raw = sync(api, "html-page")
    assert raw.headers["content-type"].startswith("text/html")
    assert raw.body.startswith(b"<!DOCTYPE html>")


def test_row_26_wrong_types(api: Emulator) -> None:
    assert isinstance(sync(api, "wrong-types").json()["output"], list)


def test_row_27_odd_texts(api: Emulator) -> None:
    with pytest.raises(UnicodeDecodeError):
        sync(api, "invalid-utf-8").body.decode()
    assert sync(api, "encoded-as:utf-8-sig").body.startswith(b"\xef\xbb\xbf{")
    assert sync(api, "encoded-as:utf-16").body.startswith((b"\xff\xfe", b"\xfe\xff"))
    assert b": NaN," in sync(api, "number").body
    assert sync(api, "duplicate-keys").body.count(b'"output":') == 2
    assert b"1" + b"0" * 400 in sync(api, "huge-integer").body


def test_row_28_nested_arrays(api: Emulator) -> None:
    raw = sync(api, "nested-arrays")
    assert raw.body.count(b"[" * 200_000 + b"]" * 200_000) == 1


def test_row_29_too_much(api: Emulator) -> None:
    huge = sync(api, "huge-body", most=1 << 20)
    assert huge.length == 300_000_000
    endless = sync(api, "endless-chunks", most=1 << 22)
    assert len(endless.body) > 4_000_000


def test_row_30_codings(api: Emulator) -> None:
    plain = sync(api, "gzip-body")
    assert "output" in json.loads(gzip.decompress(plain.body))
    bomb = sync(api, "gzip-bomb")
    assert len(bomb.body) < 200_000
    chained = sync(api, "chained-codings:3")
    assert chained.headers["content-encoding"] == "gzip, gzip, gzip"
    assert gzip.decompress(gzip.decompress(gzip.decompress(chained.body))).startswith(b"{")
    assert sync(api, "brotli-body").headers["content-encoding"] == "br"


def test_row_31_a_dripping_body(api: Emulator) -> None:
    raw = sync(api, "slow-body:60", patience=0.3)
    assert (raw.status, len(raw.body), raw.end) == (200, 1, "open")


def test_row_32_odd_heads(api: Emulator) -> None:
    assert len(sync(api, "long-header").headers["x-long"]) == 300_000
    assert len(sync(api, "many-headers").headers) > 1000
    assert sync(api, "http-version").content.startswith(b"HTTP/9.9 200 ")
    assert not sync(api, "binary-garbage").content.isascii()
    assert sync(api, "garbage-status-line").content.startswith(b"HELLO 200 WORLD\r\n")
    assert b"\r\nno colon in this line\r\n" in sync(api, "bad-header").content
    assert sync(api, "length-garbage").headers["content-length"] == "a lot"


def test_row_33_interim_and_empty_answers(api: Emulator) -> None:
    assert sync(api, "interim-answers:3").content.count(b"HTTP/1.1 100 Continue\r\n\r\n") == 3
    assert sync(api, "early-hints").content.startswith(b"HTTP/1.1 103 ")
    for status in (204, 304):
        raw = sync(api, f"bodiless:{status}", patience=0.2)
        assert (raw.status, raw.body) == (status, b"")


@rows(34)
def test_row_34_redirects(api: Emulator, fault: str) -> None:
    raw = sync(api, fault)
    argument = fault.partition(":")[2]
    status, _, address = argument.rpartition(" ")
    assert (raw.status, len(api.ledger)) == (int(status or 307), 0)
    assert raw.headers["location"] == (address or "http://elsewhere.invalid/stolen")


def test_row_35_more_and_less_than_documented(api: Emulator) -> None:
    document = sync(api, "unknown-fields").json()
    assert "emulator_new" in document
    assert "emulator_new" in document["output"]
    assert '"paused"' in sync(api, "new-values").body.decode()
    assert "usage" not in sync(api, "missing-field").json()
    assert "choices" not in sync(api, "missing-field:choices").json()["output"]


def test_row_36_bytes_behind_the_answer(api: Emulator) -> None:
    smuggled = sync(api, "leftover")
    assert smuggled.content.count(b"HTTP/1.1 200") == 2
    assert smuggled.end == "open"
    short = sync(api, "length-too-short")
    assert short.length == len(short.body) - 10


@rows(37)
def test_row_37_one_query_fails(api: Emulator, fault: str) -> None:
    task = task_of(submit(api))
    api.faults.add(fault, endpoint="task")
    raw = query(api, task)
    assert raw.end == "reset" or raw.status != 200
    assert query(api, task).json()["output"]["task_status"] == "SUCCEEDED"


def test_row_38_every_query_fails(api: Emulator) -> None:
    task = task_of(submit(api))
    api.faults.add("error-503", endpoint="task", times=None)
    assert {query(api, task).status for _ in range(5)} == {503}


def test_row_39_unknown_at_first(api: Emulator) -> None:
    api.faults.add("task-unknown", endpoint="task", times=2)
    task = task_of(submit(api))
    states = [query(api, task).json()["output"]["task_status"] for _ in range(3)]
    assert states == ["UNKNOWN", "UNKNOWN", "SUCCEEDED"]


def test_row_40_unknown_for_good(api: Emulator) -> None:
    task = task_of(submit(api, "task-unknown"))
    assert {query(api, task).json()["output"]["task_status"] for _ in range(3)} == {"UNKNOWN"}


def test_row_40_unknown_after_24_hours() -> None:
    with Emulator([BRUSH], API, schemas=schema, polls=1, clock=VirtualClock()) as api:
        task = task_of(submit(api))
        api.clock.advance(24 * 3600 - 1)
        assert query(api, task).json()["output"]["task_status"] == "SUCCEEDED"
        api.clock.advance(2)
        assert query(api, task).json()["output"]["task_status"] == "UNKNOWN"


def test_row_41_a_task_without_end(api: Emulator) -> None:
    running, pending = task_of(submit(api, "task-never-ends")), task_of(submit(api, "task-never-ends:PENDING"))
    for _ in range(5):
        output = query(api, running).json()["output"]
        assert (output["task_status"], "choices" in output) == ("RUNNING", False)
        assert query(api, pending).json()["output"]["task_status"] == "PENDING"


def test_row_42_failed_inside_the_output(api: Emulator) -> None:
    task = task_of(submit(api, "task-failed:InvalidParameter"))
    output = query(api, task).json()["output"]
    assert (output["task_status"], output["code"]) == ("FAILED", "InvalidParameter")
    assert output["task_metrics"] == {"TOTAL": 2, "SUCCEEDED": 0, "FAILED": 2}
    assert api.ledger.images == 0
    rows = loopback.ask(api, "GET", "/api/v1/tasks/").json()["data"]
    assert [row["status"] for row in rows] == ["FAILED"]


def test_row_42_failed_at_the_top(api: Emulator) -> None:
    raw = query(api, task_of(submit(api, "task-failed-flat:InvalidParameter")))
    assert (raw.status, sorted(raw.json())) == (200, ["code", "message", "request_id"])
    assert api.ledger.images == 0


def test_row_42_part_of_the_images_failed(api: Emulator) -> None:
    document = query(api, task_of(submit(api, "partial-failure", n=3))).json()
    items = [choice["message"]["content"][0] for choice in document["output"]["choices"]]
    assert [sorted(item) for item in items] == [["image", "type"], ["image", "type"], ["code", "message"]]
    assert (document["usage"]["image_count"], api.ledger.images) == (2, 2)


def test_row_42_part_of_a_synchronous_answer_failed(api: Emulator) -> None:
    assert sync(api, "partial-failure").json()["usage"]["image_count"] == 1
    assert api.ledger.images == 1


def test_row_42_images_without_address(api: Emulator) -> None:
    assert b'"image":' not in sync(api, "no-urls").body


@rows(43)
def test_row_43_other_states(api: Emulator, fault: str) -> None:
    task = task_of(submit(api, fault))
    wanted = fault.partition(":")[2] or KINDS[fault].default
    assert query(api, task).json()["output"]["task_status"] == wanted


def test_row_44_the_limits_of_the_specs() -> None:
    from tests.emulator.test_limits import LIMITED, RATED

    with Emulator([RATED], LIMITED, schemas=schema, limits=True, clock=VirtualClock()) as api:
        statuses = [query(api, "x").status for _ in range(21)]
        assert statuses == [200] * 20 + [429]
        api.clock.advance(1)
        assert query(api, "x").status == 200


def test_row_45_rows_move_between_pages(api: Emulator) -> None:
    made = [task_of(submit(api)) for _ in range(5)]
    api.faults.add("list-rows-move", endpoint="task-list", times=None)
    pages = [loopback.ask(api, "GET", f"/api/v1/tasks?page_size=2&page_no={page}").json()["data"] for page in (1, 2)]
    assert [row["task_id"] for page in pages for row in page] == [made[4], made[3], made[1]]


def test_row_46_a_task_id_that_leads_elsewhere(api: Emulator) -> None:
    assert task_of(submit(api, "task-id")) == "../../x?y#z"


@pytest.mark.parametrize("lost", [1, 2])
def test_rows_47_and_48_a_lost_submission_is_in_the_list(api: Emulator, lost: int) -> None:
    api.faults.add("drop-after-accepting", endpoint="image-generation", times=lost)
    for _ in range(lost):
        with Line(api) as line:
            line.send(
                "POST",
                "/api/v1/services/aigc/image-generation/generation",
                loopback.body(size="64*64"),
                {"Authorization": f"Bearer {api.key}", **loopback.ASYNC},
            )
            assert line.read().content == b""
    assert loopback.ask(api, "GET", "/api/v1/tasks/").json()["total"] == lost


def test_rows_49_to_52_files_in_part(api: Emulator) -> None:
    file = file_of(api)
    whole = fetch(api, file)
    cut = fetch(api, file, "file-cut:100")
    assert (cut.body, cut.length, cut.end) == (whole.body[:100], len(whole.body), "closed")
    rest = fetch(api, file, Range="bytes=100-", If_Range=whole.headers["etag"])
    assert (rest.status, rest.body) == (206, whole.body[100:])
    ignored = fetch(api, file, "range-ignored", Range="bytes=100-")
    assert (ignored.status, ignored.body) == (200, whole.body)
    moved = fetch(api, file, "wrong-range", Range="bytes=100-")
    assert (moved.status, moved.body) == (206, whole.body[100:])
    assert moved.headers["content-range"].startswith("bytes 107-")
    changed = fetch(api, file, "etag-changed", Range="bytes=100-", If_Range=whole.headers["etag"])
    assert (changed.status, changed.headers["etag"]) == (206, '"changed"')
    longer = fetch(api, file, "file-longer:9")
    assert len(longer.body) == len(whole.body) + 9
    unmeasured = fetch(api, file, "no-length")
    assert (unmeasured.body, unmeasured.end, unmeasured.length) == (whole.body, "closed", None)


@pytest.mark.parametrize(("fault", "status"), [("expired-url", 403), ("file-gone", 404)])
def test_row_53_no_longer_there(api: Emulator, fault: str, status: int) -> None:
    raw = fetch(api, file_of(api), fault)
    assert (raw.status, raw.headers["content-type"]) == (status, "application/xml")
    assert b"<Code>" in raw.body


def test_row_53_expired_by_the_clock() -> None:
    with Emulator([BRUSH], API, schemas=schema, clock=VirtualClock()) as api:
        file = file_of(api)
        assert fetch(api, file).status == 200
        api.clock.advance(24 * 3600 + 1)
        assert fetch(api, file).status == 403


def test_row_54_files_elsewhere(api: Emulator) -> None:
    file = file_of(api)
    assert fetch(api, file, "redirect:302 http://169.254.169.254/").headers["location"] == "http://169.254.169.254/"
    assert fetch(api, file, "redirect-loop").headers["location"] == file
    assert b'"image": "http://169.254.169.254/latest/meta-data/"' in sync(api, "result-url").body


@pytest.mark.parametrize(
    ("fault", "start"),
    [
        ("html-file", b"<html>"),
        ("xml-file", b"<?xml"),
        ("not-an-image:text", b"text"),
        ("compressed-file", b"\x1f\x8b"),
    ],
)
def test_row_55_not_a_picture(api: Emulator, fault: str, start: bytes) -> None:
    raw = fetch(api, file_of(api), fault)
    assert raw.status == 200
    assert raw.body.startswith(start)


def test_row_55_no_bytes(api: Emulator) -> None:
    raw = fetch(api, file_of(api), "zero-byte-file")
    assert (raw.status, raw.headers["content-type"], raw.length) == (200, "image/png", 0)


def test_row_56_ten_gigabytes(api: Emulator) -> None:
    assert fetch(api, file_of(api), "huge-body:10000000000", most=1 << 20).length == 10_000_000_000


def test_row_61_a_name_that_leads_out(api: Emulator) -> None:
    raw = fetch(api, file_of(api), "content-disposition")
    assert "../../.ssh/" in raw.headers["content-disposition"]
    assert b"%2e%2e%2fx%00.png" in sync(api, "result-url:http://127.0.0.1:1/%2e%2e%2fx%00.png").body


@pytest.mark.parametrize(("fault", "status"), [("policy-expired", 403), ("key-exists", 409)])
def test_row_65_uploads(api: Emulator, fault: str, status: int) -> None:
    raw = loopback.ask(api, "POST", "/oss", b"x", key=False, fault=fault)
    assert (raw.status, raw.headers["content-type"]) == (status, "application/xml")


def test_row_65_an_upload_that_is_cut(api: Emulator) -> None:
    raw = loopback.ask(api, "POST", "/oss", b"x" * 1000, key=False, fault="drop-before-reading")
    assert raw.content == b""


def test_row_69_chaos_repeats_by_its_seed() -> None:
    seen: list[list[str]] = []
    for seed in (1, 1, 2):
        chaos = Chaos(0.5, ["reset", "error-503"], seed=seed)
        with Emulator([BRUSH], API, schemas=schema, chaos=chaos) as api:
            answers = [sync(api) for _ in range(20)]
            seen.append([raw.end if not raw.content else str(raw.status) for raw in answers])
            accepted = sum(end != "503" for end in seen[-1])
            assert len(api.ledger) == accepted
    assert seen[0] == seen[1] != seen[2]
    assert {"reset", "503", "200"} == set(seen[0])


NUMERIC = sorted(name for name, kind in KINDS.items() if kind.default.replace(".", "", 1).isdecimal())


@pytest.mark.parametrize("kind", NUMERIC)
def test_an_argument_that_would_fill_the_memory_or_never_end_is_refused(api: Emulator, kind: str) -> None:
    most = KINDS[kind].most
    for more in (most + 1, 10**12, "9" * 5000):
        refused = sync(api, f"{kind}:{more}")
        assert (refused.status, refused.json()["code"]) == (400, "EmulatorFault")
        assert f"from 0 to {most:,} such as {KINDS[kind].default}" in refused.json()["message"]
        assert len(refused.json()["message"]) < 5000
        with pytest.raises(ValueError, match="from 0 to"):
            api.faults.add(f"{kind}:{more}")
    assert not api.ledger.images


@pytest.mark.parametrize("kind", [name for name in NUMERIC if KINDS[name].default.isdecimal()])
def test_the_largest_argument_takes_little_memory(api: Emulator, kind: str) -> None:
    tracemalloc.start()
    try:
        sync(api, f"{kind}:{KINDS[kind].most}")
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()
    assert sync(api).status == 200
