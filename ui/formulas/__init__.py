"""The formulas of a run or a line, with its numbers put in: model, loss, gradient, step, scaling."""
