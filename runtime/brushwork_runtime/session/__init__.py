"""What the requests of a client share."""
