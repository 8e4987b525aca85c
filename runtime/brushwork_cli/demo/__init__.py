"""One picture per model and mode, made through the public client, and a page that shows them all."""

from brushwork_cli.demo.run import make_all

__all__ = ["make_all"]
