"""What the connection of a thread knows about the request that this thread is sending."""

from __future__ import annotations

import math
import threading


class _Phase(threading.local):
    """Of the request that this thread is sending: whether a byte has left, and the exact target for its first line.

    `end` is the moment at which the exchange is over, `silence` the seconds that one wait may take.
    """

    sent = False
    target = ""
    end = math.inf
    silence = math.inf


phase = _Phase()
