"""Requests and answers over urllib3: pools, TLS, streams, deadlines, failures."""
