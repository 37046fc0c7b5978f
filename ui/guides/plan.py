"""Lesson plans for teachers, made of the guides: in the app, and in `docs/lessons/`."""

from __future__ import annotations

from collections.abc import Sequence

from ui.guides.session import GUIDE
from ui.guides.steps import Guide, Step, guides
from ui.lessons.registry import counted_lessons, titled

COURSE = (
    f"{counted_lessons()} of about 15 minutes make a course for students who can read a graph. Each lesson has a "
    "guide, a story in a few steps: *Guide me* beside its title starts it, and each step makes its own settings. Let "
    "the class say what it expects before you try it out; the questions are for that."
)


def link_to(page: str, number: int) -> str:
    """Return the link to a step, as it stands behind the app's address."""
    return f"{page}?{GUIDE}={number}"


def step_lines(step: Step) -> Sequence[str]:
    """Return what a plan says of a step, a paragraph each."""
    return [
        step.say,
        f"**Try:** {step.task}",
        f"**You see:** {step.see}",
        f"**Ask:** {step.question}",
        f"**Answer:** {step.answer}",
        f"**If the class hesitates:** {step.hint}",
    ]


_LECTURE = (
    "[A lecture of twelve links](lecture.md) goes through the words of the first weeks of a course on training, from a "
    "rate that is too small to overfitting: each link opens one of them."
)


def starts_at(guide: Guide, number: int) -> int:
    """Return the minute of the lesson at which a step begins."""
    return sum(step.minutes for step in guide.steps[: number - 1])


def written_plan(guide: Guide) -> str:
    """Return a lesson's plan as a file in Markdown, one sentence or paragraph a line."""
    lines = [f"# {titled(guide.page)}: a lesson of {guide.minutes} minutes", "", guide.aim]
    for number, step in enumerate(guide.steps, 1):
        begin = starts_at(guide, number)
        lines += ["", f"## Step {number}: {step.title}", "", f"Minutes {begin} to {begin + step.minutes}."]
        lines += [f"In the app: `{link_to(guide.page, number)}`"]
        lines += [line for paragraph in step_lines(step) for line in ("", paragraph)]
    return "\n".join(lines) + "\n"


def written_plans() -> dict[str, str]:
    """Return the files of all lessons by their names, with one that lists them."""
    course = [
        f"- [{titled(guide.page)}]({guide.page}.md), {guide.minutes} minutes: {guide.aim}"
        for guide in guides().values()
    ]
    made = (
        "These files are made by `make lessons` from `ui/guides/`; the app shows the same on its page *For teachers*."
    )
    index = "\n".join(["# Lesson plans", "", COURSE, "", *course, "", _LECTURE, "", made]) + "\n"
    return {"README.md": index} | {f"{guide.page}.md": written_plan(guide) for guide in guides().values()}
