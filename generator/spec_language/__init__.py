"""The spec language: the keys of every spec file and what they hold, as data, and how a file is held against it."""
