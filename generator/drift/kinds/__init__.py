"""Claims by kind: each kind is one table of the forms in which documents state it, English and Chinese."""
