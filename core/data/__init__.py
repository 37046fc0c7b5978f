"""Data sets and their scaling."""

from core.data.built_in import DATASETS, load
from core.data.counting import plural, quantity
from core.data.dataset import LARGEST, Dataset
from core.data.generated import GENERATED, generate
from core.data.precision import errors_and_terms, fits_exactly, linear_errors, linear_predictions, settled
from core.data.registries import Choice, registry, require_choice
from core.data.scaling import SCALINGS, Scaler, fit_scaler
from core.data.variants import MAX_DEGREE, drawn_rows, folds, noise_written, split, with_noise, with_powers

__all__ = [
    "DATASETS",
    "GENERATED",
    "LARGEST",
    "MAX_DEGREE",
    "SCALINGS",
    "Choice",
    "Dataset",
    "Scaler",
    "drawn_rows",
    "errors_and_terms",
    "fit_scaler",
    "fits_exactly",
    "folds",
    "generate",
    "linear_errors",
    "linear_predictions",
    "load",
    "noise_written",
    "plural",
    "quantity",
    "registry",
    "require_choice",
    "settled",
    "split",
    "with_noise",
    "with_powers",
]
