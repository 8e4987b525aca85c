"""The Python package: clients, rule tables, exports."""
