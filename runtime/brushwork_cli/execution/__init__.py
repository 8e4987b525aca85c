"""From options to a finished call: prepare, send, follow, interrupt, wait."""
