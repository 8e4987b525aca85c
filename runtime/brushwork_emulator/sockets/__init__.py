"""HTTP on loopback, written and read by hand, so that it can go wrong on purpose."""
