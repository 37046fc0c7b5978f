"""The lessons, in the order of the course."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).parents[2] / "pages"


@dataclass(frozen=True)
class Lesson:
    """A lesson: its page's file name, title, a Material icon, what one learns there, and what is new after the last."""

    name: str
    title: str
    icon: str
    learns: str
    new: str = ""

    @property
    def page(self) -> Path:
        """Return the page's script."""
        return PAGES / f"{self.name}.py"


LESSONS = (
    Lesson("study_hours", "Study Hours", ":material/school:", "Fit a line to eight exam scores, and watch it learn."),
    Lesson(
        "loss_explorer", "Loss Explorer", ":material/straighten:", "What a loss is, and what one outlier does to it."
    ),
    Lesson(
        "gradient_descent_animator",
        "Gradient Descent Animator",
        ":material/downhill_skiing:",
        "How descent converges smoothly, oscillates and diverges.",
    ),
    Lesson("hubble_age", "Hubble Age", ":material/rocket_launch:", "The age of the universe from 23 galaxies."),
    Lesson(
        "crop_yields",
        "Crop Yields",
        ":material/agriculture:",
        "Several features, several targets, and why scaling matters.",
    ),
    Lesson("perceptron", "Perceptron", ":material/hub:", "One neuron, every step of its learning."),
    Lesson(
        "classifier",
        "Classifier",
        ":material/rule:",
        "Who passes? A curve that learns probabilities.",
        "New there: the neuron’s output becomes a probability, and what it learns is a yes or no.",
    ),
    Lesson(
        "neural_network",
        "Neural Network",
        ":material/lan:",
        "Layers of neurons learn what no line can.",
        "New there: many neurons in layers, and a border between the classes that bends.",
    ),
)


def titled(name: str) -> str:
    """Return the title of the lesson whose page has a name."""
    return next(lesson.title for lesson in LESSONS if lesson.name == name)


def counted_lessons() -> str:
    """Return how many lessons there are, in words as far as these are short."""
    words = dict(enumerate(("Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"), 6))
    return f"{words.get(len(LESSONS), len(LESSONS))} lessons"
