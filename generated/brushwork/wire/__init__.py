"""Types of what goes over the wire, for code that builds or reads raw JSON."""
