const streamlit = document.querySelector('script[type="module"][src*="static/js/"]').src;
const home = new URL("../../", streamlit);
let tries = 0;
let modules;
const fetched = () => {
  // Some browsers remember an address that failed, and that of whatever a module imports: another try has its own folder.
  const folder = tries ? `{{folder}}/again-${tries}` : "{{folder}}";
  modules ??= import(new URL(`${folder}/{{module}}`, home)).catch((problem) => {
    modules = null;
    tries += 1;
    throw problem;
  });
  return modules;
};
export default function (component) {
  const host = component.parentElement;
  const ends = new AbortController();
  let cleanup, note;
  const show = async () => {
    try {
      const { mount } = await fetched();
      if (ends.signal.aborted) return;
      cleanup = mount(component, new URL("{{plotly}}", home).href);
      note?.remove();
    } catch (problem) {
      console.error(problem);
      if (!ends.signal.aborted) fail();
    }
  };
  const fail = () => {
    if (!"{{what}}") return setTimeout(() => ends.signal.aborted || show(), 3000);
    const focused = note?.contains(document.activeElement);
    note?.remove();
    host.insertAdjacentHTML("beforeend", `<div class="slopewise-missing" role="alert"><p>The {{what}} did not arrive: the connection broke off, or the server has changed. Try again; if that does not help, reload the page.</p><button type="button">Try again</button></div>`);
    note = host.lastElementChild;
    const again = note.lastElementChild;
    if (focused) again.focus();
    again.onclick = () => document.dispatchEvent(new Event("slopewise-again"));
    const retry = () => {
      again.textContent = "Trying again …";
      show();
    };
    document.addEventListener("slopewise-again", retry, { once: true, signal: ends.signal });
  };
  show();
  return () => {
    ends.abort();
    note?.remove();
    cleanup?.();
  };
}
