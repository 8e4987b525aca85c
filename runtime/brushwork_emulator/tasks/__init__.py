"""Tasks: their states by queries or by the clock, lists, times."""
