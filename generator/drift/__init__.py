"""Holds a vendor document against the specs and says what is news: `python -m generator drift DOCUMENT...`."""
