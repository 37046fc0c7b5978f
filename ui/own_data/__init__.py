"""A person's own data: read from a file, the clipboard or the keyboard, kept by the session, carried by the link."""
