"""`python -m generator`."""

import gc
import sys

from generator.cli import main

if __name__ == "__main__":
    gc.set_threshold(100_000)  # nearly all that is made is kept; looking through it for cycles took a sixth of the time
    sys.exit(main())
