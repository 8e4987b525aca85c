"""Which request is sent again, when, and how often."""
