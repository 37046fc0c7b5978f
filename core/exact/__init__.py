"""What needs no training: exact minima, learning rates, and how sure an answer is."""

from core.exact.best_lines import best_line, measured_surface
from core.exact.conditioning import digits_note, trusted_digits
from core.exact.cross_validation import Fold, cross_validated
from core.exact.descent_rule import DescentRule
from core.exact.every_start import SlopeSpread, draw_starts, slope_spread
from core.exact.learning_rates import BORDER, Stability, Verdict, stability
from core.exact.leave_one_out import LeftOut, left_out, leverage
from core.exact.logistic import Optimum, logistic_optimum
from core.exact.measures import MEASURES
from core.exact.minima import Minimum, minimum
from core.exact.penalised import penalised_squares, penalty_path
from core.exact.resampling import Bootstrap, bootstrap
from core.exact.squared_error import LeastSquares, least_squares

__all__ = [
    "BORDER",
    "MEASURES",
    "Bootstrap",
    "DescentRule",
    "Fold",
    "LeastSquares",
    "LeftOut",
    "Minimum",
    "Optimum",
    "SlopeSpread",
    "Stability",
    "Verdict",
    "best_line",
    "bootstrap",
    "cross_validated",
    "digits_note",
    "draw_starts",
    "least_squares",
    "left_out",
    "leverage",
    "logistic_optimum",
    "measured_surface",
    "minimum",
    "penalised_squares",
    "penalty_path",
    "slope_spread",
    "stability",
    "trusted_digits",
]
