"""Certificates of an authority that lives for one test run, and a proxy that tunnels TLS."""

from __future__ import annotations

import datetime
import select
import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import trustme

from tests.runtime.servers import RawServer


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


class Tunnel(RawServer):
    """A proxy that leads every CONNECT to one server; once `slow` is set, one byte of the answer at a time.

    One thread for a connection, both ways: up to Python 3.12 no lock keeps a TLS socket whole that one thread reads
    and another writes.
    """

    def __init__(self, server: RawServer, tls: ssl.SSLContext | None) -> None:
        super().__init__(b"", tls=tls)
        self.slow = threading.Event()
        self._server = server
        self._over = threading.Event()

    def __exit__(self, *arguments: Any) -> None:
        self._over.set()
        super().__exit__(*arguments)

    def _converse(self, connection: socket.socket) -> None:
        self.requests.append(self._read(connection))
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        there = socket.create_connection(("127.0.0.1", self._server.port), timeout=5)
        threading.Thread(target=self._relay, args=(connection, there), daemon=True).start()

    def _relay(self, here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError), here, there:
            while not self._over.is_set():
                ready = [here] if _has_decrypted(here) else select.select([here, there], [], [], 0.2)[0]
                if here in ready:
                    if not (piece := here.recv(65536)):
                        return
                    there.sendall(piece)
                if there in ready:
                    if not (piece := there.recv(1 if self.slow.is_set() else 65536)):
                        return
                    here.sendall(piece)
                    if self.slow.is_set() and self._over.wait(0.05):
                        return


class Socks(Tunnel):
    """A SOCKS5 proxy that leads every connection to one server, for whoever has this user and password."""

    def __init__(self, server: RawServer, login: bytes | None = None) -> None:
        super().__init__(server, None)
        self.names: list[bytes] = []
        self._login = login

    def _converse(self, connection: socket.socket) -> None:
        methods = connection.recv(2 + 2)[2:]
        if self._login is not None and 2 in methods:
            connection.sendall(b"\x05\x02")
            right = connection.recv(512) == self._login
            connection.sendall(b"\x01\x00" if right else b"\x01\x01")
        else:
            right = self._login is None
            connection.sendall(b"\x05\x00" if right else b"\x05\xff")
        if not right:
            connection.close()
            return
        asked = connection.recv(512)
        self.names.append(asked[5 : 5 + asked[4]] if asked[3] == 3 else b"")
        connection.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
        there = socket.create_connection(("127.0.0.1", self._server.port), timeout=5)
        threading.Thread(target=self._relay, args=(connection, there), daemon=True).start()


def _has_decrypted(connection: socket.socket) -> bool:
    """Whether a TLS socket holds bytes that `select` can no longer see."""
    return isinstance(connection, ssl.SSLSocket) and connection.pending() > 0
