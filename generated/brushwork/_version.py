"""The version of this package and of the specs that it was generated from."""

__version__ = "0.1.0"
SPEC_VERSION = "0.1.0"
