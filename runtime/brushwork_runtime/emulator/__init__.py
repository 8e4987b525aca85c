"""A loopback server that answers as the documents print: try every model with no key, no cost and no network.

    with Emulator(models, api) as emulator:
        client = Client(base_url=emulator.url, api_key=emulator.key)

It takes its facts from the tables that it is given, as the runtime does. `ledger` holds every request that it accepted
and the images that the service would have billed. Pictures need Pillow: `pip install brushwork[emulator]`.
"""

from .answers import Shape
from .clock import VirtualClock
from .faults import Chaos, Rule, Scenario
from .ledger import Ledger
from .server import Emulator

__all__ = ["Chaos", "Emulator", "Ledger", "Rule", "Scenario", "Shape", "VirtualClock"]
