"""Certificates of an authority that lives for one test run."""

from __future__ import annotations

import datetime
import ssl
from pathlib import Path

import trustme


class Authority:
    """An authority, the file with its certificate, and servers' settings that it has signed."""

    def __init__(self, folder: Path) -> None:
        self._authority = trustme.CA()
        self.file = str(folder / "authority.pem")
        self._authority.cert_pem.write_to_path(self.file)

    def server(self, name: str = "localhost", *, expired: bool = False) -> ssl.SSLContext:
        """What a server named `name` needs to speak TLS."""
        yesterday = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
        certificate = self._authority.issue_cert(name, not_after=yesterday if expired else None)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)  # pyright: ignore[reportUnknownMemberType]  # of PyOpenSSL, too
        return context
