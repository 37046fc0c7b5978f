"""The tables people bring: read from files and text, chosen from, carried by links."""

from core.tables.choosing import first_choice, first_learned
from core.tables.classes import MAX_CLASSES, MAX_INPUTS, class_columns, kinds_of, learned_dataset
from core.tables.columns import Column, column_of, numbers_of
from core.tables.export import csv_of, data_table, defused, history_table, loss_table
from core.tables.links import LONGEST_LINK, read_link, write_link
from core.tables.own_data import OwnData, own_dataset
from core.tables.reading import parse_table, read_table, tabulate
from core.tables.table import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_FEATURES,
    MAX_ROWS,
    SEPARATORS,
    Dropped,
    Layout,
    LayoutError,
    Table,
)

__all__ = [
    "LONGEST_LINK",
    "MAX_BYTES",
    "MAX_CLASSES",
    "MAX_COLUMNS",
    "MAX_FEATURES",
    "MAX_INPUTS",
    "MAX_ROWS",
    "SEPARATORS",
    "Column",
    "Dropped",
    "Layout",
    "LayoutError",
    "OwnData",
    "Table",
    "class_columns",
    "column_of",
    "csv_of",
    "data_table",
    "defused",
    "first_choice",
    "first_learned",
    "history_table",
    "kinds_of",
    "learned_dataset",
    "loss_table",
    "numbers_of",
    "own_dataset",
    "parse_table",
    "read_link",
    "read_table",
    "tabulate",
    "write_link",
]
