"""The smallest page on which a control has an effect."""

import streamlit as st

value = st.slider("Value", 0, 1000, 100)
st.write(f"The value is {value}.")
