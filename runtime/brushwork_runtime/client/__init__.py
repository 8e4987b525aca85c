"""The two clients, and the bases of the generated calls."""
