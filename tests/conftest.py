"""What holds for every test."""

from __future__ import annotations

import os
import signal

from hypothesis import HealthCheck, settings

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell starts what runs in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)

os.environ["BRUSHWORK_LANG"] = "en"  # what messages say is held in English, on a machine of any language
os.environ.setdefault("BRUSHWORK_HISTORY", "0")  # what tests make is no concern of whoever runs them

# How long an example takes is the machine's affair, and no test is of a time.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
