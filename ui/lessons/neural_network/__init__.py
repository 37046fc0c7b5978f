"""Neural Network: layers of neurons learn what a line cannot."""
