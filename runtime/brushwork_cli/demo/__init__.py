"""The demo: every model and mode once on the built-in emulator, and a gallery that shows it. Needs Pillow."""

from brushwork_cli.demo.pictures import contact_sheet
from brushwork_cli.demo.run import make_all

__all__ = ["contact_sheet", "make_all"]
