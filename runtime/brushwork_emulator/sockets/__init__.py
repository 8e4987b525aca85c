"""HTTP on loopback, written and parsed by hand, so that faults can be injected."""
