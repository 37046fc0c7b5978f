"""About: what Slopewise is and for whom, the lessons in order, where the data come from, and its licence."""

from __future__ import annotations

import streamlit as st

from core.data import DATASETS, load
from ui.lessons.registry import LESSONS
from ui.text.version import VERSION

st.title("About Slopewise", anchor=False)
st.markdown(
    "Slopewise shows how a model learns. Every picture is a real training run, which you can play, step through "
    "forwards and backwards, and change while you watch. It is for students who can read a graph, for teachers who "
    "show a run to a class, and for lecturers who want to see every number. Nobody needs to write a program."
)
st.subheader("The lessons, in order", anchor=False)
st.markdown("Each takes about 15 minutes, and each goes on from the one before.")
for number, lesson in enumerate(LESSONS, 1):
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.page_link(lesson.page, label=f"**{number}. {lesson.title}**", icon=lesson.icon, width="content")
        st.markdown(lesson.learns, width="content")

st.subheader("Where the data come from", anchor=False)
rows = [f"| {choice.label} | {load(name).n} | {choice.source} |" for name, choice in DATASETS.items()]
st.markdown("\n".join(["| Data | Rows | Source |", "|:--|--:|:--|", *rows]))
st.markdown(
    "The galaxies were observed; all other data are invented. In every lesson the table stands under *Look closer*, "
    "*The data*."
)
st.subheader("What the lessons began from", anchor=False)
st.markdown(
    "The lessons grew out of five public course texts: on exam scores, on the loss, on the age of the universe, on "
    "crop yields and on a single neuron. The one on crop yields is lesson 2 of “Deep Learning with PyTorch: Zero to "
    "GANs”. What is easily got wrong on the way stands in each lesson under *Look closer*, *Common mistakes*, with "
    "buttons that show it."
)
st.subheader("What stays with you", anchor=False)
st.markdown(
    "Nothing leaves the computer that runs Slopewise: there is no account, nothing is counted, and nothing is fetched "
    "from elsewhere. Data that you bring are kept for your visit alone; small ones are written into the page’s link "
    "as well, so that whoever gets the link sees them too."
)
st.subheader("Version and licence", anchor=False)
st.markdown(
    f"Version {VERSION}. Slopewise is free software under the MIT licence, © 2026 The Slopewise authors: you may use "
    "it, change it and pass it on, with the notice of the licence."
)
