"""The smallest page that Streamlit can show."""

import streamlit as st

st.title("A bare page")
st.write("One title and one sentence.")
