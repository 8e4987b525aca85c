"""Every fault of a request at once: what is wrong, what would work, which model takes it as it is."""
