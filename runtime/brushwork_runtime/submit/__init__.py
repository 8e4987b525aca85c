"""Sending what is billed, streaming it, and finding it again."""
