"""The shapes of the spec tables, and the registry of models."""
