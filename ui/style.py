"""What the theme cannot say: the room around a page, so that pictures and controls fit the first screen."""

STYLE = """<style>
.stMainBlockContainer { padding: 3.6rem 1.5rem 2rem; max-width: 1600px; }
.stMainBlockContainer h1 { padding: 0.1rem 0 0; }
.stMainBlockContainer [data-testid="stVerticalBlock"] { gap: 0.6rem; }
@media (max-width: 640px) { .stMainBlockContainer { padding: 3.6rem 0.8rem 2rem; } }
</style>"""
