"""The release that the generated package says it is; `pyproject.toml` says the same."""

VERSION = "0.1.0"
