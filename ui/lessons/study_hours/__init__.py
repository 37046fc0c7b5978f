"""The lesson Study Hours."""
