"""Settings of files, variables and options, and where each comes from."""
