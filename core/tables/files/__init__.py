"""From a file's bytes or pasted text to rows of cells."""
