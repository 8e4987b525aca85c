"""The pictures: real PNGs with the prompt in them, the same bytes for the same request and seed."""
