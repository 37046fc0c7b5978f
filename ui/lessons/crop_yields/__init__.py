"""The pictures and words of Crop Yields."""
