/** What is watched on every page: the line to the server, the browser's history, and number fields. */

import { watchConnection } from "./connection.js";
import { watchEntries } from "./entries.js";
import { watchFields } from "./fields.js";

let latest = null;

/** Begin once a tab. @param {object} component of Streamlit; its triggers reach Python. @returns {() => void} nothing to clean up. */
export function mount(component) {
  if (!latest) {
    watchConnection(() => latest.setTriggerValue("back", true));
    watchEntries();
    watchFields();
  }
  latest = component;
  return () => {};
}
