"""Tasks: submitted work that outlives the call, the process and a broken connection."""
