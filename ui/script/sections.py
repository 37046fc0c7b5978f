"""A script in sections, each with a word on what it does: the one source of the file and the notebook."""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import dataclass

import torch

from ui.text.version import VERSION

WIDTH = 100
"""Columns of a script."""
_RELEASE = torch.__version__.partition("+")[0]


@dataclass(frozen=True)
class Section:
    """One step of a script.

    Attributes:
        title: One or two words.
        says: What it does, in our own words, as plain text; never text from outside, since a notebook renders it.
        code: Python, without a line break at its end.
    """

    title: str
    says: str
    code: str


@dataclass(frozen=True)
class Receipt:
    """A script that trains, or computes, what is on screen, and checks that it comes out the same.

    Attributes:
        name: Of its file, without an ending.
        sections: Its steps, in order.
        shown: The same with no more data than a screen should hold; equal to `sections` where these are few.
    """

    name: str
    sections: tuple[Section, ...]
    shown: tuple[Section, ...]


def opening(dtype: str = "float64") -> Section:
    """Return the section that imports torch and chooses its precision.

    No text from outside stands in it: in the first two lines Python would look for the file's encoding.
    """
    precise = "double" if dtype == "float64" else "single"
    code = f"import torch\n\ntorch.set_default_dtype(torch.{dtype})  # {precise} precision, as the run on screen"
    return Section(
        "Slopewise",
        f"Made by Slopewise {VERSION}: what was on screen, as plain PyTorch, with all its numbers. It needs nothing "
        f"but torch {_RELEASE} (pip install torch=={_RELEASE}; other versions may work), and ends in assertions: if it "
        "runs to the end, the numbers are the same.",
        code,
    )


def file_name(name: str) -> str:
    """Return a data set's name as a file's, without an ending; with a hyphen, so that no `import` finds it."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-") or "own-data"
    return slug if "-" in slug else f"{slug}-run"


def script_of(sections: tuple[Section, ...]) -> str:
    """Return the sections as a Python file: what each says as a comment, then its code."""
    return "\n\n".join(f"{comment(_said(section))}\n{section.code}" for section in sections) + "\n"


def _said(section: Section) -> str:
    return section.says if section.title == "Slopewise" else f"{section.title}: {section.says}"


def notebook_of(sections: tuple[Section, ...]) -> str:
    """Return the sections as a Jupyter notebook (nbformat 4.5): what each says as text, its code as a cell to run."""
    cells: list[dict[str, object]] = []
    for i, section in enumerate(sections):
        heading = f"{'#' if i == 0 else '##'} {section.title}"
        cells.append(
            {"cell_type": "markdown", "id": f"text-{i}", "metadata": {}, "source": f"{heading}\n\n{section.says}"}
        )
        cells.append(
            {
                "cell_type": "code", "id": f"code-{i}", "metadata": {}, "source": section.code,
                "execution_count": None, "outputs": [],
            }
        )  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}, indent=1)


def comment(text: str) -> str:
    """Return text as lines of a comment, wrapped."""
    return textwrap.fill(
        text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_long_words=False, break_on_hyphens=False
    )


def plain(text: str, longest: int = 80) -> str:
    """Return text from outside as it may stand in a comment: on one line, shortened, nothing that hides or turns."""
    printable = "".join(c if c.isprintable() else "·" for c in text)
    return printable if len(printable) <= longest else printable[:longest] + "…"


def string(text: str) -> str:
    """Return text from outside as a string of Python's, whatever is in it."""
    simple = text.isprintable() and not set(text) & {'"', "\\"}
    return f'"{text}"' if simple else repr(text)
