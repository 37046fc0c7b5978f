"""Words and how numbers are written."""
