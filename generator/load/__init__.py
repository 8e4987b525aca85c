"""From the folder of specs to plain data with the place of every key and value."""

from generator.load.folder import Loaded, load, spec_files

__all__ = ["Loaded", "load", "spec_files"]
