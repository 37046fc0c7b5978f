"""The pictures and words of the Loss Explorer."""
