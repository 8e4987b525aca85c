"""The emulator's own page at `/`, and what it shows and switches as JSON below `/__emulator__/`."""
