"""Data sets and their scaling."""

from core.data.built_in import DATASETS, load
from core.data.by_class import drawn_of_each_class, kinds_of_rows, thinned
from core.data.classes import CLASSIFIED, PASS_MARK, class_targets, load_classes, passed, penguins
from core.data.counting import plural, quantity
from core.data.dataset import LARGEST, Dataset
from core.data.generated import GENERATED, generate
from core.data.precision import errors_and_terms, fits_exactly, linear_errors, linear_predictions, settled
from core.data.registries import Choice, registry, require_choice
from core.data.scaling import SCALINGS, Scaler, fit_scaler
from core.data.variants import MAX_DEGREE, drawn_rows, folds, noise_written, split, with_noise, with_powers

__all__ = [
    "CLASSIFIED",
    "DATASETS",
    "GENERATED",
    "LARGEST",
    "MAX_DEGREE",
    "PASS_MARK",
    "SCALINGS",
    "Choice",
    "Dataset",
    "Scaler",
    "class_targets",
    "drawn_of_each_class",
    "drawn_rows",
    "errors_and_terms",
    "fit_scaler",
    "fits_exactly",
    "folds",
    "generate",
    "kinds_of_rows",
    "linear_errors",
    "linear_predictions",
    "load",
    "load_classes",
    "noise_written",
    "passed",
    "penguins",
    "plural",
    "quantity",
    "registry",
    "require_choice",
    "settled",
    "split",
    "thinned",
    "with_noise",
    "with_powers",
]
