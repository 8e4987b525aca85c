"""The rules of a call: what goes out for it, or all that is wrong with it."""
