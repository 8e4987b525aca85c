"""The reference in Markdown."""
