/** Small helpers to build the player's controls. */

const ICONS = {
  start: "M6 5v14h2V5zm3 7 9 7V5z",
  back: "M11 12l8 6V6zM7 6v12h2V6z",
  play: "M7 4.5v15l13-7.5z",
  pause: "M6 5h4.5v14H6zm7.5 0H18v14h-4.5z",
  forward: "M5 18l8-6-8-6zm10-12v12h2V6z",
  end: "M16 5v14h2V5zM6 19l9-7-9-7z",
  present: "M4 4h6v2H6v4H4zm10 0h6v6h-2V6h-4zM4 14h2v4h4v2H4zm14 0h2v6h-6v-2h4z",
  leave: "M8 4h2v6H4V8h4zm6 0h2v4h4v2h-6zM4 14h6v6H8v-4H4zm10 0h6v2h-4v4h-2z",
  link: "M10 7H7a5 5 0 0 0 0 10h3v-2H7a3 3 0 0 1 0-6h3zm4 0h3a5 5 0 0 1 0 10h-3v-2h3a3 3 0 0 0 0-6h-3zM8 11h8v2H8z",
  keys: "M3 6v12h18V6zm2 2h14v8H5zm1.5 1.5V11H9V9.5zm4.250 0V11h2.5V9.5zm4.250 0V11h2.5V9.5zM8 13v1.5h8V13z",
};

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {object} properties @param {...(Node|string)} children @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, properties = {}, ...children) {
  const { aria = {}, data = {}, ...rest } = properties;
  const node = Object.assign(document.createElement(tag), rest);
  for (const [name, value] of Object.entries(aria)) node.setAttribute(`aria-${name}`, value);
  Object.assign(node.dataset, data);
  node.append(...children);
  return node;
}

/** @param {string} name one of ICONS @returns {SVGElement} */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", ICONS[name]);
  svg.append(shape);
  return svg;
}

/** A button known to people and screen readers by `name`. */
export function button(name, iconName, onclick, className = "") {
  return element("button", { type: "button", className, title: name, aria: { label: name }, onclick }, icon(iconName));
}

/**
 * Write text only when it changed: the browser then has nothing to lay out. The text node stays, for one that comes or
 * goes could matter to every rule with `:has()`, and the browser would work out the styles of the whole player again.
 */
export function setText(node, text) {
  if (node.textContent === text) return;
  const [only, ...more] = node.childNodes;
  if (only instanceof Text && !more.length) only.data = text;
  else node.textContent = text;
}

/** Hide or show only what is not so already, for the same reason. @param {HTMLElement} node @param {boolean} hidden */
export function setHidden(node, hidden) {
  if (node.hidden !== hidden) node.hidden = hidden;
}

/** Say of a button that stays pressed whether it is. @param {HTMLButtonElement} button @param {boolean} pressed */
export function setPressed(button, pressed) {
  if (button.getAttribute("aria-pressed") !== String(pressed)) button.setAttribute("aria-pressed", String(pressed));
}

/** Disable a button, or enable it; who has just pressed it by a key goes on from another. @param {HTMLButtonElement} button @param {boolean} disabled @param {HTMLElement} next */
export function setDisabled(button, disabled, next) {
  if (disabled && button === document.activeElement) next.focus();
  button.disabled = disabled;
}
