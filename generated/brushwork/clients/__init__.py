"""The clients, a module a family."""
