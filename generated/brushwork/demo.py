"""`python -m brushwork.demo`: one picture per model and mode, made on the emulator, and a page that shows them."""

from __future__ import annotations

from brushwork_runtime.demo import main

from .client import Client
from .testing import Emulator

if __name__ == "__main__":
    main(Client, Emulator)
