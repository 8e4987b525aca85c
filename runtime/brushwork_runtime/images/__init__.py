"""Reference images: what they are, by their header, and how they reach the service."""
