"""Write the lesson plans into `docs/lessons/`."""

from __future__ import annotations

from pathlib import Path

from ui.guides.plan import written_plans

LESSON_PLANS = Path(__file__).parents[2] / "docs" / "lessons"


def write_lesson_plans() -> None:
    """Write a file for each lesson, and one that lists them."""
    LESSON_PLANS.mkdir(exist_ok=True)
    for name, text in written_plans().items():
        (LESSON_PLANS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_lesson_plans()
