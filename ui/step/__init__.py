"""One step of a run, with the numbers in it: the rows' pushes, their sum, the rule."""
