"""What Streamlit runs around the pages: the router, style, preload and warm-up."""
