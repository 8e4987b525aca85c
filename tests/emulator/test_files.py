"""Result files: a signed URL, one day, GET only, no key, whole or in part."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image as Pil

from tests.emulator.stores import ORIGIN, Order, Store, refusal, without


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def url(store: Store) -> str:
    return store.results.make(Order())[0]


def test_a_file_is_a_png_of_the_size_asked(store: Store, url: str) -> None:
    reply = store.get(url)
    assert (reply.status, reply.headers["Content-Type"]) == (200, "image/png")
    with Pil.open(io.BytesIO(reply.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (64, 48))


def test_a_url_lives_for_a_day_of_the_clock(store: Store, url: str) -> None:
    store.clock.advance(24 * 3600 - 1)
    assert store.get(url).status == 200
    store.clock.advance(1)
    reply = store.get(url)
    assert refusal(reply) == (403, "AccessDenied", "Request has expired.")
    assert b"<Expires>2027-01-16T08:00:00.000Z</Expires>" in reply.content


def test_a_url_names_its_end(store: Store, url: str) -> None:
    assert f"Expires={1_800_000_000 + 24 * 3600}" in url


def test_a_file_refuses_a_key(store: Store, url: str) -> None:
    assert refusal(store.get(url, Authorization="Bearer sk-emulator"))[:2] == (400, "InvalidArgument")


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "POST"])
def test_the_signature_is_for_get(store: Store, url: str, method: str) -> None:
    assert refusal(store.get(url, method))[:2] == (403, "SignatureDoesNotMatch")


@pytest.mark.parametrize("field", ["Expires", "Signature"])
def test_a_url_needs_all_its_fields(store: Store, url: str, field: str) -> None:
    assert refusal(store.get(without(url, field)))[:2] == (403, "AccessDenied")


def test_a_bare_path_is_refused(store: Store, url: str) -> None:
    assert refusal(store.get(url.partition("?")[0]))[:2] == (403, "AccessDenied")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Expires=1800086400", "Expires=1900000000", "SignatureDoesNotMatch"),
        (".png", ".jpg", "SignatureDoesNotMatch"),
        ("Signature=", "Signature=x", "SignatureDoesNotMatch"),
        ("LTAI-EMULATOR", "LTAI-other", "InvalidAccessKeyId"),
        ("Expires=1800086400", "Expires=soon", "AccessDenied"),
        ("Expires=1800086400", f"Expires={'9' * 5000}", "AccessDenied"),
    ],
)
def test_a_changed_url_is_refused(store: Store, url: str, old: str, new: str, code: str) -> None:
    changed = url.replace(old, new)
    assert changed != url
    assert refusal(store.get(changed))[:2] == (403, code)


def test_a_file_that_is_gone_is_not_found(store: Store, url: str) -> None:
    store.results.delete(url)
    assert refusal(store.get(url)) == (404, "NoSuchKey", "The specified key does not exist.")


def test_a_part_of_a_file(store: Store, url: str) -> None:
    whole = store.get(url)
    content, length = whole.content, len(whole.content)
    for asked, first, last in (("0-9", 0, 9), ("10-", 10, length - 1), ("-4", length - 4, length - 1)):
        reply = store.get(url, Range=f"bytes={asked}")
        assert reply.status == 206
        assert reply.headers["Content-Range"] == f"bytes {first}-{last}/{length}"
        assert reply.content == content[first : last + 1]
        assert reply.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize("asked", ["bytes=9999999-", "bytes=9-3", "bytes=-", "bytes=-0", "lines=1-2", "bytes=0-1,4-5"])
def test_a_range_that_is_not_there_gets_the_whole_file(store: Store, url: str, asked: str) -> None:
    assert store.get(url, Range=asked).status == 200
    assert refusal(store.get(url, Range=asked, x_oss_range_behavior="standard"))[:2] == (416, "InvalidRange")


def test_a_range_holds_only_for_the_file_that_is_meant(store: Store, url: str) -> None:
    etag = store.get(url).headers["ETag"]
    assert store.get(url, Range="bytes=4-", If_Range=etag).status == 206
    assert store.get(url, Range="bytes=4-", If_Range='"other"').status == 200


def test_the_tag_is_that_of_the_content(store: Store, url: str) -> None:
    reply = store.get(url)
    etag = reply.headers["ETag"]
    assert etag == f'"{hashlib.md5(reply.content, usedforsecurity=False).hexdigest().upper()}"'
    assert store.get(url, If_None_Match=etag).status == 304
    assert refusal(store.get(url, If_Match='"other"'))[:2] == (412, "PreconditionFailed")
    assert reply.headers["Last-Modified"] == "Fri, 15 Jan 2027 08:00:00 GMT"


def test_the_same_seed_gives_the_same_bytes(store: Store) -> None:
    def made(order: Order) -> list[bytes]:
        return [store.get(url).content for url in store.results.make(order)]

    assert made(Order()) == made(Order()) == made(Order())
    assert made(Order()) != made(Order(seed=8))
    assert made(Order(seed=None)) != made(Order(seed=None))
    assert len(set(made(Order(count=3)))) == 3


def test_the_content_of_a_result_is_known_while_it_lives(store: Store, url: str) -> None:
    assert store.results.content(url) == store.get(url).content
    assert store.results.content("https://a.example/results/cat.png") is None
    assert store.results.content(f"{ORIGIN}/results/nobody.png?Expires=9999999999") is None
    store.clock.advance(24 * 3600)
    assert store.results.content(url) is None


def test_many_large_pictures_do_not_fill_the_memory(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brushwork_emulator.store.files._MOST_DRAWN", 2000)
    urls = store.results.make(Order(count=8))
    first = [store.get(url).content for url in urls]
    assert [store.get(url).content for url in urls] == first
