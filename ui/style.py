"""What the theme cannot say: the room around a page, legible buttons, no second Stop beside that of a training.

A table to type into has no download either: its cells are as they were typed, and a spreadsheet would run some.
"""

STYLE = """<style>
.stMainBlockContainer { padding: 3.4rem 1.5rem 2rem; max-width: 1600px; }
.stMainBlockContainer h1 { padding: 0 0 0.4rem; line-height: 1.1; }
.stMainBlockContainer [data-testid="stVerticalBlock"] { gap: 0.5rem; }
.stMainBlockContainer [class*="st-key-preload"] { display: none; }
[data-testid="stMarkdownContainer"]:has(> table) { overflow-x: auto; }
.katex-display > .katex { padding: 0 4px; }
[data-testid="stStatusWidget"] { display: none; }
:is([class*="st-key-own_typed_"], [class*="st-key-points_table_"])
  [data-testid="stElementToolbarButton"]:has([aria-label="Download as CSV"]) { display: none; }
.stMainBlockContainer button[role="radio"][data-variant="segmented_control"][data-selected] { color: inherit; }
@media (max-width: 640px) { .stMainBlockContainer { padding: 3.6rem 0.8rem 2rem; } }
</style>"""
