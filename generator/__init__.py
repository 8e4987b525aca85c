"""Turns the specs into the typed clients, schemas and documents under generated/; run as `python -m generator`."""
