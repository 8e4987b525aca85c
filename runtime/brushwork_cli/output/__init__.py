"""What a command prints and writes: results, files, progress, previews, models."""
