/** The theme, by Streamlit's own menu and by what that keeps in the browser, as they are in Streamlit 1.67.0. */

export const THEMES = { System: "As device", Light: "Light", Dark: "Dark" };
const KEPT = /^stActiveTheme-(.*)(-v\d+)$/;
const OPENER = '[data-testid="stMainMenuButton"]';
const PATIENCE = 2000;
const FRAMES = 30;

/** Whether there is a menu; in a frame of another page there is none. */
export const hasThemes = () => document.querySelector(OPENER) !== null;

const kept = () => Object.keys(localStorage).flatMap((key) => (KEPT.test(key) ? [KEPT.exec(key)] : []));

/** @returns {string} one of THEMES */
export function themeNow() {
  const [key] = kept().find(([, path]) => path === location.pathname) ?? kept()[0] ?? [];
  const theme = key ? JSON.parse(localStorage.getItem(key)) : "System";
  return theme in THEMES ? theme : "System";
}

/** Choose a theme at once, as a person would in Streamlit's menu, which nobody sees open. @param {HTMLSelectElement} menu says which, and has the focus @param {string[]} pages all there are */
export async function chooseTheme(menu, pages) {
  const theme = menu.value;
  const opener = /** @type {HTMLElement} */ (document.querySelector(OPENER));
  document.documentElement.classList.add("slopewise-choosing");
  opener.click();
  (await arrival(`[data-testid="stMainMenuItem-theme-${theme}"]`))?.click();
  if (opener.getAttribute("aria-expanded") === "true") opener.click();
  keepForAll(theme, pages);
  // A menu that closes gives the focus to its button, some frames later.
  for (let frame = 0; frame < FRAMES; frame++) {
    await new Promise(requestAnimationFrame);
    if (document.activeElement === opener) menu.focus({ preventScroll: true });
  }
  document.documentElement.classList.remove("slopewise-choosing");
}

/** Streamlit keeps it for the page that was loaded alone: another one that is loaded would not have it. */
function keepForAll(theme, pages) {
  const home = location.pathname.replace(/[^/]*$/, "");
  for (const [, , version] of kept().slice(0, 1))
    for (const page of pages) localStorage.setItem(`stActiveTheme-${home}${page}${version}`, JSON.stringify(theme));
}

/** @returns {Promise<?HTMLElement>} what appears in the page; null if it does not */
async function arrival(selector) {
  const until = performance.now() + PATIENCE;
  while (!document.querySelector(selector) && performance.now() < until) await new Promise(requestAnimationFrame);
  return document.querySelector(selector);
}
