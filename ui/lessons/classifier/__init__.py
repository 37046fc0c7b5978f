"""The pictures and words of the Classifier."""
