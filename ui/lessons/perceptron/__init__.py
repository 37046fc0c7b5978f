"""The pictures and words of the Perceptron."""
