"""Turns the specs into the typed clients, schemas and documents in generated/; run as `python -m generator`."""
