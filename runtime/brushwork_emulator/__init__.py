"""A loopback server that answers as the API is documented: try every model without a key, cost or network.

    with Emulator(models, api) as emulator:
        client = Client(base_url=emulator.url, api_key=emulator.key)

Its facts come from the given tables, as those of the runtime do. `ledger` holds every request that it accepted
and the images that the service would have billed. Pictures need Pillow: `pip install brushwork[emulator]`.
"""

from brushwork_emulator.answers import Shape
from brushwork_emulator.clock import VirtualClock
from brushwork_emulator.faults import Chaos, Rule, Scenario
from brushwork_emulator.ledger import Ledger
from brushwork_emulator.server import Emulator, check_packages

__all__ = ["Chaos", "Emulator", "Ledger", "Rule", "Scenario", "Shape", "VirtualClock", "check_packages"]
