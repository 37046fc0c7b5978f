"""What finished runs show: convergence, divergence, noise, comparison, single steps and landscapes."""

from core.analysis.by_rate import Outcomes, outcomes, outcomes_of
from core.analysis.classified import confusion, outputs_at, probabilities_of, shares_of_loss
from core.analysis.comparison import differences, same_data, seen_in
from core.analysis.convergence import arrival, distances, measured_epoch_seconds
from core.analysis.gradients import settled_gradients
from core.analysis.guesses import (
    DISTANCES,
    FACTORS,
    MAX_POINTS,
    behaviour,
    distance_between,
    factor_between,
    points_of,
    theory_decides,
)
from core.analysis.instability import Divergence, divergence, stable_rate
from core.analysis.many_starts import LEARNED, ManyStarts, scores_at, train_starts
from core.analysis.neurons import Neurons, neurons_at
from core.analysis.noise import gradient_noise
from core.analysis.per_sample import PerSampleGradients, line_gradients
from core.analysis.sensitivity import Rounding, as_far_as_trained, neighbours, rounding
from core.analysis.single_step import OneStep, one_step
from core.analysis.state_of_run import AROUND, NEAR, THERE, Case, Standing, is_noisy, misses, standing
from core.analysis.surface import axis, best_bias, landscape, landscape_of_weights
from core.analysis.validation import accuracies_on, losses_on

__all__ = [
    "AROUND",
    "DISTANCES",
    "FACTORS",
    "LEARNED",
    "MAX_POINTS",
    "NEAR",
    "THERE",
    "Case",
    "Divergence",
    "ManyStarts",
    "Neurons",
    "OneStep",
    "Outcomes",
    "PerSampleGradients",
    "Rounding",
    "Standing",
    "accuracies_on",
    "arrival",
    "as_far_as_trained",
    "axis",
    "behaviour",
    "best_bias",
    "confusion",
    "differences",
    "distance_between",
    "distances",
    "divergence",
    "factor_between",
    "gradient_noise",
    "is_noisy",
    "landscape",
    "landscape_of_weights",
    "line_gradients",
    "losses_on",
    "measured_epoch_seconds",
    "misses",
    "neighbours",
    "neurons_at",
    "one_step",
    "outcomes",
    "outcomes_of",
    "outputs_at",
    "points_of",
    "probabilities_of",
    "rounding",
    "same_data",
    "scores_at",
    "seen_in",
    "settled_gradients",
    "shares_of_loss",
    "stable_rate",
    "standing",
    "theory_decides",
    "train_starts",
]
