"""Glossary: what every word on the pages means, in one or two sentences."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from ui.text.glossary import Entry, glossary

# The key of a link to one word: it stands first then.
WORD = "word"


def draw(entry: Entry) -> None:
    """Draw a word with its sentences."""
    st.markdown(f"**{entry.name}**  \n{entry.text}")


st.title("Glossary", anchor=False)
asked = st.query_params.get(WORD, "")
if asked in glossary():
    with st.container(border=True):
        draw(glossary()[asked])
elif asked:
    st.info("There is no such word in the glossary. All its words are listed below.", icon=":material/info:")
for group, entries in groupby(glossary().values(), key=lambda entry: entry.group):
    st.subheader(group, anchor=False)
    words = list(entries)
    for first in range(0, len(words), 2):
        for column, entry in zip(st.columns(2), words[first : first + 2], strict=False):
            with column:
                draw(entry)
