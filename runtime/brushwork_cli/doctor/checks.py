"""The checks of `brushwork doctor`, one after the other."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from brushwork_cli.exit_codes import KEY
from brushwork_runtime import ConfigError, later, redact, series, tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brushwork_cli.session import Session

_FREE = 200 * 1024 * 1024
"""Free bytes of disk below which there is a warning: a few hundred images."""

_KINDS = {
    "sk-sp-": later("Coding Plan key"),
    "sk-ws-": later("workspace key"),
    "sk-": later("standard key"),
    "st-": later("temporary key"),
}
_WORDS = (
    *(later("versions"), later("configuration"), later("key"), later("proxy"), later("disk"), later("terminal")),
    *(later("regions"), later("rate limits"), later("clock"), later("ok"), later("warn"), later("fail")),
)
"""Names and ends of checks, as they are said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found; `code` is the exit code of a failure."""

    what: str
    state: Literal["ok", "warn", "fail"]
    text: str
    hint: str | None = None
    code: int = 0


def findings(session: Session) -> Iterator[Finding]:
    """Everything, the cheapest first."""
    yield _versions(session)
    try:
        key, origin = _key(session)
    except ConfigError as error:
        yield Finding(what="configuration", state="fail", text=error.message, hint=error.hint, code=KEY)
        return
    yield _about_key(session, key, origin)
    yield _proxy()
    yield _authorities()
    if key is not None and not key.startswith("sk-sp-"):
        from brushwork_cli.doctor.regions import check_regions

        yield from check_regions(session, key)
    yield _disk(session.configuration["output"] or ".")
    yield _terminal()


def _versions(session: Session) -> Finding:
    from importlib.metadata import PackageNotFoundError, version

    found = [f"brushwork {session.package.version}", f"specs {session.package.spec_version}"]
    found.append(f"Python {sys.version.partition(' ')[0]}")
    for name in ("urllib3", "click", "rich", "pillow"):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(tr("no {name}", name=name))
    return Finding(what="versions", state="ok", text=series(found))


def _key(session: Session) -> tuple[str | None, str]:
    """The key and where it comes from. Raises `ConfigError` if its command fails."""
    if session.emulator:
        with session.client() as client:
            return client.settings.api_key, "--emulator"
    found = session.configuration.values
    for name in ("api_key_command", "api_key_keyring"):
        if name in found:
            return session.fetched_key(), found[name].origin
    return (found["api_key"].value, found["api_key"].origin) if "api_key" in found else (None, "")


def _about_key(session: Session, key: str | None, origin: str) -> Finding:
    if key is None:
        names = tr(" or ").join(session.package.variables.get("api_key", ()))
        hint = tr("export {names}, or let it be kept: brushwork login", names=names)
        return Finding(what="key", state="fail", text=tr("not set"), hint=hint, code=KEY)
    kind = next((words for prefix, words in _KINDS.items() if key.startswith(prefix)), None)
    kind_told = tr(kind) if kind else tr("of an unknown kind")
    text = tr("{key} from {origin}, {kind}", key=redact.key(key), origin=origin, kind=kind_told)
    if key.startswith("sk-sp-"):
        hint = tr("Image models need a standard key (sk-...) from the same console.")
        return Finding(what="key", state="fail", text=text, hint=hint, code=KEY)
    if kind is None:
        return Finding(what="key", state="warn", text=text, hint=tr("Keys begin with sk-."))
    return Finding(what="key", state="ok", text=text)


def _proxy() -> Finding:
    from urllib.request import getproxies

    found = getproxies()
    shown = [
        tr("{scheme} through {proxy}", scheme=scheme, proxy=redact.url(found[scheme]))
        for scheme in ("https", "http", "all")
        if scheme in found
    ]
    return Finding(what="proxy", state="ok", text=series(shown) or tr("none"))


def _authorities() -> Finding:
    import ssl

    names = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
    named = next((name for name in names if os.environ.get(name)), None)
    if named is not None and not os.path.isfile(os.environ[named]):
        text = tr("${name} does not name a file: {value}", name=named, value=os.environ[named])
        return Finding(what="TLS", state="fail", text=text, code=8)
    source = tr("certificates of ${name}", name=named) if named else tr("certificates of the system")
    return Finding(what="TLS", state="ok", text=series([ssl.OPENSSL_VERSION, source]))


def _disk(output: str) -> Finding:
    folder = Path(output.partition("{")[0] or ".")
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        return Finding(what="disk", state="fail", text=tr("{folder} is not writable", folder=folder), code=1)
    free = shutil.disk_usage(folder).free
    text = tr("{size:.1f} GB free in {folder}", size=free / 1e9, folder=folder)
    return Finding(what="disk", state="ok" if free > _FREE else "warn", text=text)


def _terminal() -> Finding:
    from brushwork_cli.output.preview import protocol

    found = protocol(os.environ)
    text = tr("{name} graphics", name=found) if found else tr("no graphics; paths only")
    return Finding(what="terminal", state="ok", text=text)
