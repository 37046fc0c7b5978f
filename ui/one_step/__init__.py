"""One step of a run, with the numbers in it: the per-sample gradients, their sum, the rule."""
