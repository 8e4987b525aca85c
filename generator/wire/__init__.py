"""TypedDicts of request bodies and responses."""
