"""Readers of documents by form: each makes the same blocks of Markdown, HTML, OpenAPI or text without markup."""
