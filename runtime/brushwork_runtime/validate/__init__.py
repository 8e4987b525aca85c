"""The rules of a call: accepted fast, explained slowly."""
