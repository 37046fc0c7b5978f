"""Tell the browser early what a lesson will need, so that it need not wait for one file to ask for the next."""

from __future__ import annotations

import json

import streamlit as st

from ui.browser.assets import module_paths, plotly_path

_WANTED = [*((path, "modulepreload", "") for path in module_paths()), (plotly_path(), "preload", "script")]
_SCRIPT = f"""
const streamlit = document.querySelector('script[type="module"][src*="static/js/"]').src;
const home = new URL("../../", streamlit);
const wanted = {json.dumps(_WANTED)};
export default function ({{ data }}) {{
  for (const [path, rel, as] of wanted) {{
    const href = new URL(path, home).href;
    if (document.head.querySelector(`link[href="${{href}}"]`)) continue;
    const link = Object.assign(document.createElement("link"), {{ rel: data.soon ? rel : "prefetch", as, href }});
    document.head.append(link);
  }}
}}
"""

_component = st.components.v2.component("slopewise_preload", js=_SCRIPT, isolate_styles=False)


def preload(*, soon: bool) -> None:
    """Have the player's modules and Plotly.js fetched: now, or when the browser has nothing else to do."""
    _component(key="preload", data={"soon": soon}, height="content")
