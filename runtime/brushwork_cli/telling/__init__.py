"""Models as catalogue and page; the findings of the doctor."""
