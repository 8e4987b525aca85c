"""Looking up a name within a time, since the system's own lookup can be neither bounded nor interrupted."""

from __future__ import annotations

import socket
import threading
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    Address: TypeAlias = tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]
    Found: TypeAlias = Sequence[tuple[int, int, int, str, Address]]


def addresses(host: str, port: int, family: int, seconds: float) -> Found:
    """What `socket.getaddrinfo` finds. Raises what it raises, and `TimeoutError` if it takes longer than `seconds`."""
    if ":" in host or host.replace(".", "").isdigit():  # nothing is asked for an address in numbers
        return socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
    answer: SimpleQueue[Found | BaseException] = SimpleQueue()

    def look() -> None:
        try:
            answer.put(socket.getaddrinfo(host, port, family, socket.SOCK_STREAM))
        except BaseException as error:
            answer.put(error)

    try:
        threading.Thread(target=look, name="brushwork-names", daemon=True).start()
    except RuntimeError:  # the interpreter ends, or has as many threads as it may
        look()
    try:
        found = answer.get(timeout=seconds)
    except Empty:
        raise TimeoutError(f"the name was not found within {round(seconds, 2):g} s") from None
    if isinstance(found, BaseException):
        raise found
    return found
