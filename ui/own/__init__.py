"""A person's own data: read from a file, the clipboard or the keyboard, held by the session, carried by the link."""
