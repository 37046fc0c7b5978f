"""The files that the browser fetches."""
