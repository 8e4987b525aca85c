"""Building a request, pricing it, showing it: everything that happens before it is sent."""
