"""The mathematics of Slopewise: data sets, training, exact answers; no user interface."""

from core.activations import ACTIVATIONS
from core.arrival import arrival, distances, measured_epoch_seconds
from core.bootstrap import Bootstrap, bootstrap
from core.cells import numbers_of
from core.comparison import differences, same_data, seen_in
from core.cosmology import COSMOLOGIES, EARTH_GYR, GYR_KM_S_PER_MPC, PLANCK, SH0ES, age_factor, hubble_time
from core.dataset import Dataset
from core.datasets import DATASETS, load
from core.devices import DEVICES
from core.divergence import Divergence, divergence, rate_that_held
from core.every_start import SlopeSpread, draw_starts, slope_spread
from core.export import csv_of, data_table, defused, history_table, loss_table
from core.fates import Fates, fates, stream_fates
from core.from_scratch import from_scratch
from core.guesses import (
    DISTANCES,
    FACTORS,
    MOST_POINTS,
    behaviour,
    distance_between,
    factor_between,
    points_of,
    theory_tells,
)
from core.history import Family, History, parameter_names
from core.landscape import landscape
from core.least_squares import LeastSquares, least_squares
from core.left_out import LeftOut, left_out, leverage
from core.losses import LOSSES
from core.measures import MEASURES, best_line, measured_surface
from core.minimum import Minimum, minimum
from core.neuron import doomed_starts, neuron_minimum, neuron_predictions, polygon_area, pure_error
from core.noise import gradient_noise
from core.one_step import OneStep, one_step
from core.optimizers import OPTIMIZERS
from core.own_data import OwnData, own_dataset
from core.pushes import Pushes, line_pushes
from core.reading import parse_table, read_table
from core.recipe import MOST_LEGS, Recipe
from core.registry import Choice
from core.rounding import Rounding, as_far_as_trained, neighbours, rounding
from core.scaling import SCALINGS, Scaler, fit_scaler
from core.stability import Stability, stability
from core.starts import STARTS
from core.table import MOST_BYTES, MOST_COLUMNS, MOST_FEATURES, MOST_ROWS, Dropped, Table
from core.table_link import LONGEST_LINK, read_link, write_link
from core.training import LIMIT, stream, sweep, train
from core.trusted_digits import digits_note, trusted_digits
from core.two_ways import Walk, walk
from core.with_parts import with_parts

__all__ = [
    "ACTIVATIONS",
    "COSMOLOGIES",
    "DATASETS",
    "DEVICES",
    "DISTANCES",
    "EARTH_GYR",
    "FACTORS",
    "GYR_KM_S_PER_MPC",
    "LIMIT",
    "LONGEST_LINK",
    "LOSSES",
    "MEASURES",
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_FEATURES",
    "MOST_LEGS",
    "MOST_POINTS",
    "MOST_ROWS",
    "OPTIMIZERS",
    "PLANCK",
    "SCALINGS",
    "SH0ES",
    "STARTS",
    "Bootstrap",
    "Choice",
    "Dataset",
    "Divergence",
    "Dropped",
    "Family",
    "Fates",
    "History",
    "LeastSquares",
    "LeftOut",
    "Minimum",
    "OneStep",
    "OwnData",
    "Pushes",
    "Recipe",
    "Rounding",
    "Scaler",
    "SlopeSpread",
    "Stability",
    "Table",
    "Walk",
    "age_factor",
    "arrival",
    "as_far_as_trained",
    "behaviour",
    "best_line",
    "bootstrap",
    "csv_of",
    "data_table",
    "defused",
    "differences",
    "digits_note",
    "distance_between",
    "distances",
    "divergence",
    "doomed_starts",
    "draw_starts",
    "factor_between",
    "fates",
    "fit_scaler",
    "from_scratch",
    "gradient_noise",
    "history_table",
    "hubble_time",
    "landscape",
    "least_squares",
    "left_out",
    "leverage",
    "line_pushes",
    "load",
    "loss_table",
    "measured_epoch_seconds",
    "measured_surface",
    "minimum",
    "neighbours",
    "neuron_minimum",
    "neuron_predictions",
    "numbers_of",
    "one_step",
    "own_dataset",
    "parameter_names",
    "parse_table",
    "points_of",
    "polygon_area",
    "pure_error",
    "rate_that_held",
    "read_link",
    "read_table",
    "rounding",
    "same_data",
    "seen_in",
    "slope_spread",
    "stability",
    "stream",
    "stream_fates",
    "sweep",
    "theory_tells",
    "train",
    "trusted_digits",
    "walk",
    "with_parts",
    "write_link",
]
