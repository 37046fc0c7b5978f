"""For teachers: the lesson plans of the course, with questions and answers, and a link to each step."""

from __future__ import annotations

import streamlit as st

from ui.guides.plan import COURSE, starts_at, step_lines
from ui.guides.session import GUIDE
from ui.guides.steps import guides
from ui.lessons.registry import PAGES, titled

st.title("For teachers", anchor=False)
st.markdown(COURSE)
st.markdown("Print this page for a plan on paper: each lesson begins on a sheet of its own.")
for guide in guides().values():
    with st.container(key=f"plan_{guide.page}"):
        st.header(f"{titled(guide.page)}, {guide.minutes} minutes", anchor=guide.page)
        st.markdown(guide.aim)
        for number, step in enumerate(guide.steps, 1):
            begin = starts_at(guide, number)
            with st.container(border=True, key=f"step_{guide.page}_{number}", gap="xsmall"):
                st.subheader(f"Step {number}: {step.title}", anchor=False)
                st.caption(f"Minutes {begin} to {begin + step.minutes}")
                st.markdown("  \n".join(step_lines(step)))
                st.page_link(
                    PAGES / f"{guide.page}.py", label="Open this step in the lesson", icon=":material/open_in_new:",
                    query_params={GUIDE: str(number)},
                )  # fmt: skip
