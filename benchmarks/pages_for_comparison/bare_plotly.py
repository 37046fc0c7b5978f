"""The smallest page with a picture."""

import plotly.graph_objects as go
import streamlit as st

hours, scores = [1, 2, 3, 4, 5, 6, 7, 8], [12, 25, 31, 39, 52, 58, 71, 80]
st.plotly_chart(go.Figure(go.Scatter(x=hours, y=scores, mode="lines+markers")))
