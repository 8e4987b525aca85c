"""Questions to the service that settle what the documents leave open, most of them without a bill."""
