"""The view: everything that knows Streamlit or Plotly."""
