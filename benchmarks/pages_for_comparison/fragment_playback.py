"""The usual way to play a training run: a fragment that draws three charts anew at every tick."""

from time import monotonic

import plotly.graph_objects as go
import streamlit as st

from core.data import load
from core.model import Recipe
from core.training import train

EPOCHS, SECONDS = 4000, 5
SLOPES, INTERCEPTS = [i * 0.5 - 2.0 for i in range(41)], [i * 1.5 - 5.0 for i in range(41)]

st.set_page_config(layout="wide")
dataset = load("study_hours")
playing = st.toggle("Play")
hours, scores = dataset.features.ravel(), dataset.targets.ravel()


@st.cache_resource
def trained():
    """Train once; every tick shows more of the same run."""
    return train(dataset, Recipe(epochs=EPOCHS))


@st.cache_resource
def valley():
    """Return the loss over slope and intercept."""
    return [[float(((m * hours + c - scores) ** 2).mean()) for m in SLOPES] for c in INTERCEPTS]


@st.fragment(run_every=0.05 if playing else None)
def pictures():
    """Draw the line, the loss and the path of the epoch that is due, over and over in 5 seconds."""
    run = trained()
    begin = st.session_state.setdefault("begin", monotonic()) if playing else monotonic()
    epoch = int((monotonic() - begin) * EPOCHS / SECONDS) % EPOCHS
    slope, intercept = run.parameters[epoch]
    shown = slice(0, epoch + 1)
    line, loss, path = st.columns(3)
    fit = [
        go.Scatter(x=hours, y=scores, mode="markers"),
        go.Scatter(x=hours, y=slope * hours + intercept, mode="lines"),
    ]
    line.plotly_chart(go.Figure(fit), key="line")
    loss.plotly_chart(go.Figure(go.Scatter(x=run.epochs[shown], y=run.losses[shown], mode="lines")), key="loss")
    trail = go.Scatter(x=run.parameters[shown, 0], y=run.parameters[shown, 1], mode="lines")
    path.plotly_chart(go.Figure([go.Contour(x=SLOPES, y=INTERCEPTS, z=valley()), trail]), key="path")


pictures()
