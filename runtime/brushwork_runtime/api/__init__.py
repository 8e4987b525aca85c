"""One exchange with the API: the answer, or the error that it means."""
