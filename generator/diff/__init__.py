"""What changed between two sets of specs, and what it means for someone who calls the client."""
