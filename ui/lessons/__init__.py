"""The lessons: their registry, and a folder each, named as its page."""
