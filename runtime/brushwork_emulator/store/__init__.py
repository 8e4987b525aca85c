"""The object store: result files and temporary uploads, with signatures that expire."""
