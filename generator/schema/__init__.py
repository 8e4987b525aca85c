"""JSON Schemas of calls and request bodies, and a judge for them."""
