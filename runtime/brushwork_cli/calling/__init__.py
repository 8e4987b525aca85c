"""From a checked request to saved images: sending, watching, interrupts, files, summary."""
