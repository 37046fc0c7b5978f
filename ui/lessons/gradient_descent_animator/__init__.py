"""The pictures and words of the Gradient Descent Animator."""
