"""What everything stands on: errors, redaction, the log, events, time, JSON values and image headers."""
