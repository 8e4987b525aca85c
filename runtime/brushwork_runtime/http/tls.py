"""The settings of TLS, made once for each file of authorities."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from brushwork_runtime.base.errors import ConfigError

if TYPE_CHECKING:
    from ssl import SSLContext, SSLSocket

CA_VARIABLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Environment variables that may name a file of certificate authorities; the first that is set counts."""

_contexts: dict[tuple[str | None, type[SSLSocket] | None], SSLContext] = {}


def tls_context(ca_file: str | None = None, kind: type[SSLSocket] | None = None) -> SSLContext:
    """TLS settings, made once for each file of authorities: reading one costs 20 ms.

    TLS 1.2 or newer, names checked; authorities of `ca_file` (a file or a folder), else of the one that SSL_CERT_FILE,
    REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names, else of the system. Sockets are of `kind`, if it is given. Raises
    `ConfigError` if the authorities cannot be read.
    """
    source, chosen = "ca_file=", ca_file
    if chosen is None:
        source = next((name for name in CA_VARIABLES if os.environ.get(name)), "")
        chosen = os.environ.get(source)
    found = _contexts.get((chosen, kind))
    if found is None:  # two threads may both make one, which costs time and nothing else
        made = _new_context(chosen, source)
        if kind is not None:
            made.sslsocket_class = kind
        found = _contexts.setdefault((chosen, kind), made)
    return found


def _new_context(path: str | None, source: str) -> SSLContext:
    import ssl

    folder = path is not None and os.path.isdir(path)
    try:
        context = ssl.create_default_context(cafile=None if folder else path, capath=path if folder else None)
    except OSError as error:
        named = f"{'$' if source in CA_VARIABLES else ''}{source} names {path!r}" if path else "TLS cannot be set up"
        raise ConfigError(
            f"{named}: {error.strerror or error}",
            hint="It should be a file with the certificates of authorities in PEM form, or not be set.",
        ) from error
    context.minimum_version = max(context.minimum_version, ssl.TLSVersion.TLSv1_2)
    return context
