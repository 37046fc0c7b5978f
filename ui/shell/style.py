"""What the theme cannot say: the room around a page, legible buttons, what a field takes, one Stop for a training.

A table to type into has no download either: its cells are as they were typed, and a spreadsheet would run some.
"""

STYLE = """<style>
.stMainBlockContainer { padding: 3.85rem 1.5rem 2rem; max-width: 1600px; }
/* All pages stand in one row at 1280: there the words alone, for their icons have no room. */
[data-testid="stTopNavLink"] { padding-inline: 0.25rem; }
@media (max-width: 1500px) { [data-testid="stTopNavLink"] > span:first-child:not(:last-child) { display: none; } }
.stMainBlockContainer h1 { padding: 0 0 0.4rem; line-height: 1.1; }
.stMainBlockContainer [data-testid="stVerticalBlock"] { gap: 0.5rem; }
.stMainBlockContainer .st-key-mistakes { gap: 1.6rem; }
/* The page on show stands there in bold, wider than there was room for it. */
header [data-testid="stTopNav"] { overflow: visible; min-width: 0; }
.stMainBlockContainer :is([class*="st-key-preload"], [class*="st-key-watch"]) { display: none; }
/* A slider's number in the theme's blue is hard to read on the dark page. */
.stMainBlockContainer [data-testid="stSliderThumbValue"] { color: inherit; }
[data-testid="stNumberInput"]:has(.slopewise-field-note) { position: relative; }
.slopewise-offline {
  position: fixed; z-index: 999999; left: 50%; bottom: 1rem; transform: translateX(-50%); width: max-content;
  max-width: calc(100vw - 2rem); margin: 0; padding: 0.6rem 1rem; border-radius: 0.5rem;
  background: #16202e; color: #fff; box-shadow: 0 2px 12px rgb(0 0 0 / 40%);
}
.slopewise-field-note {
  position: absolute; z-index: 9; top: calc(100% + 4px); left: 0; width: max-content; max-width: 260px;
  margin: 0; padding: 0.4rem 0.6rem; border: 1px solid var(--st-orange-color, #b45309); border-radius: 0.5rem;
  background: var(--st-background-color, Canvas); color: var(--st-text-color, CanvasText); font-size: 0.9rem;
}
.st-key-title { row-gap: 4px; margin-bottom: -11px; }
.stMainBlockContainer .st-key-title h1 { padding: 0; }
/* What is chosen beside the idea keeps off the tools above it. */
.st-key-head:has([data-testid="stButtonGroup"]) { margin-top: 5px; }
.st-key-toolbar { flex-wrap: wrap; }
.st-key-toolbar :is(button, select) { height: 32px; min-height: 0; padding: 0 0.6rem; font-size: 0.875rem; }
.st-key-toolbar [data-testid="stPopoverButton"] { max-width: 300px; }
/* What is kept as A is written whole in what the button opens. */
.st-key-toolbar [data-testid="stPopoverButton"] * { min-width: 0; }
.st-key-toolbar [data-testid="stPopoverButton"] p { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.slopewise-tools { position: relative; display: flex; gap: 4px; color: var(--st-text-color); }
.slopewise-tools > :is(button, select) {
  display: flex; align-items: center; gap: 6px; border: 1px solid var(--st-border-color); color: inherit;
  border-radius: var(--st-base-radius); background: var(--st-background-color); font-family: inherit; cursor: pointer;
}
.slopewise-tools > [hidden] { display: none; }
.slopewise-tools > :is(button, select):hover { border-color: var(--st-primary-color); }
.slopewise-tools > :focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.slopewise-tools > button > svg { width: 20px; height: 20px; fill: currentColor; }
.slopewise-keys .slopewise-tool-name { display: none; }
.slopewise-said {
  position: absolute; z-index: 99; top: calc(100% + 4px); left: 0; margin: 0; padding: 0.3rem 0.7rem;
  border-radius: 0.5rem; background: var(--st-text-color); color: var(--st-background-color);
}
.slopewise-said:empty { display: none; }
.slopewise-link { width: 22rem; max-width: 100%; padding: 0.4rem; font: inherit; }
.slopewise-shortcuts { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; }
.slopewise-choosing [data-testid="stMainMenuPopover"] { visibility: hidden; }
/* On the page Present is one of its tools. */
.stApp .slopewise-player:not(.present) .slopewise-present { display: none; }
/* Where there is no room for their names, the tools have their icons, and their names by the pointer. */
@media (max-width: 1099px) {
  .st-key-toolbar :is(.slopewise-tool-name, .st-key-reset_lesson p) {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  }
}
/* A finger has no keys. */
@media (hover: none) and (pointer: coarse) {
  .slopewise-tools > .slopewise-keys { display: none; }
  .st-key-toolbar :is(button, select) { height: 44px; min-width: 44px; }
}
.slopewise-field-note.above { top: auto; bottom: calc(100% + 4px); }
.slopewise-guide-says { position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
/* A step of a guide: as little room as its sentences take, the pictures stay on the first screen. */
.st-key-guide { margin-top: 0.3rem; padding: 0.4rem 0.75rem; border-color: var(--st-primary-color); row-gap: 0.25rem; }
.st-key-guide h2 { padding: 0 0 0.45rem; font-size: 1.1rem; }
.st-key-guide p { line-height: 1.35; }
.st-key-guide_ways > * { justify-content: flex-end; }
:is(.st-key-title, .st-key-guide) button { min-height: 2rem; padding-block: 0; }
[data-testid="stMarkdownContainer"]:has(> table) { overflow-x: auto; }
.katex-display > .katex { padding: 0 4px; }
.st-key-formulas .katex-display > .katex { white-space: normal; }
.st-key-formulas .katex-display .base { margin: 0.2em 0; }
[data-testid="stStatusWidget"] { display: none; }
/* What is on the screen, in one plain sentence. */
.st-key-plain p { font-size: 1.4rem; line-height: 1.35; max-width: 60em; }
:is([class*="st-key-own_typed_"], [class*="st-key-points_table_"])
  [data-testid="stElementToolbarButton"]:has([aria-label="Download as CSV"]) { display: none; }
.stMainBlockContainer button[role="radio"][data-variant="segmented_control"][data-selected] { color: inherit; }
/* The whole card of a lesson is its link. */
[class*="st-key-card_"] { position: relative; }
[class*="st-key-card_"]:hover { border-color: var(--st-primary-color); }
[class*="st-key-card_"] .stElementContainer:has(> [data-testid="stPageLink"]) { position: static; }
[class*="st-key-card_"] [data-testid="stPageLink"] a::after { content: ""; position: absolute; inset: 0; }
/* On a large screen the cards fill it, and their words can be read from the last row. */
@media (min-width: 1500px) and (min-height: 800px) {
  .stMainBlockContainer:has([class*="st-key-card_"]) { max-width: 2200px; }
  [class*="st-key-card_"] img { height: calc((100dvh - 27rem) / 2); object-fit: contain; }
  [class*="st-key-card_"] :is(p, [data-testid="stPageLink"] :is(a, div, span)) { font-size: 1.4rem; }
}
@media print {
  [data-testid="stHeader"], [class*="st-key-plan_"] [data-testid="stPageLink"] { display: none; }
  [data-testid="stApp"], [data-testid="stMain"] { position: static; height: auto; overflow: visible; }
  [class*="st-key-plan_"] { break-before: page; }
  [class*="st-key-step_"] { break-inside: avoid; }
}
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 3.9rem 0.8rem 2rem; }
  [data-testid="stMarkdownContainer"] table { font-size: 0.8rem; }
  [data-testid="stMarkdownContainer"] :is(th, td) { padding: 0.3rem 0.25rem; }
  /* All tools in one row. */
  .st-key-title { margin-bottom: 0; }
  .st-key-toolbar [data-testid="stButton"] p {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  }
  .st-key-toolbar [data-testid="stPopoverButton"] { max-width: 110px; }
  .st-key-closer_views [role="radiogroup"], .st-key-closer_views :has(> [role="radio"]) { flex-wrap: wrap; }
  .st-key-guide > * { min-width: 100%; }
  :is(.st-key-title, .st-key-guide) button { min-height: 2.75rem; }
  /* A menu has room for the longest of its words; where two do not fit, each has a row. */
  .st-key-controls { column-gap: 4px; }
  /* What stands beside a lesson's idea goes below it. */
  .st-key-head > :first-child { min-width: 100%; }
  .st-key-controls > :has(> [data-testid="stSelectbox"]):not([class*="st-key-batch_size"]) { min-width: 179px; }
}
</style>"""
