"""The pictures and words of Hubble Age."""
