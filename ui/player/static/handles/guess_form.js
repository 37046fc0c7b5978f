/** The form of a guess: one of some questions, and its answer as a choice, a number or heights dragged in a picture. */

import { element, setText } from "../dom/dom.js";

let forms = 0;

/**
 * @param {object[]} questions as sent by Python
 * @param {{choose: (question: object, heights: number[]) => void, type: (heights: number[]) => void, answer: (key: string, guessed: string|number[]) => void}} actions
 *   choose: another question is asked; type: a height was typed; answer: the guess is made, or skipped with no key
 * @returns {{node: HTMLElement, focus: () => void, set: (heights: number[]) => void}} set: a height was dragged
 */
export function form(questions, actions) {
  const name = `guess-${(forms += 1)}`;
  const complaint = element("p", { className: "slopewise-guess-complaint", role: "alert" });
  const body = element("div", { className: "slopewise-guess-body" });
  const scored = element("p", { className: "slopewise-guess-scored" });
  let asked;
  const choose = (question) => {
    asked = { question, ...ASK[kindOf(question)](question, name, actions) };
    body.replaceChildren(asked.node);
    setText(scored, question.scored);
    setText(complaint, "");
    actions.choose(question, Array.from(question.heights));
  };
  const kinds = radios(
    "Guess first",
    `${name}-kind`,
    questions.map(({ label }, i) => [String(i), label]),
    (i) => choose(questions[i]),
  );
  const play = element("button", { type: "submit", className: "slopewise-guess-play" }, "Guess and play");
  const skip = element("button", { type: "button", onclick: () => actions.answer("", []) }, "Skip");
  const buttons = element("div", { className: "slopewise-guess-buttons" }, play, skip);
  const node = element("form", { noValidate: true }, kinds.node, scored, body, buttons, complaint);
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    const guessed = asked.answer();
    if (guessed === null) setText(complaint, asked.wanted);
    else actions.answer(asked.question.key, guessed);
  });
  kinds.check("0");
  choose(questions[0]);
  const focus = () => (asked.first ?? kinds.first).focus();
  return { node, focus, set: (heights) => asked.set?.(heights) };
}

const kindOf = ({ options, x }) => (options.length ? "options" : x.length === 1 ? "number" : "line");

/** How a question of each kind is asked: its node, what is focused first, its answer or null, and what is wanted then. */
const ASK = {
  options({ asks, options }, name) {
    const choices = radios(asks, `${name}-answer`, options);
    return { node: choices.node, first: choices.first, answer: choices.chosen, wanted: "Choose an answer, or skip." };
  },
  number({ asks, unit }, _, actions) {
    const input = element("input", { type: "number", step: "any", min: 0, inputMode: "decimal", placeholder: "e.g. 40" });
    const value = () => (Number(input.value) > 0 && Number.isFinite(Number(input.value)) ? [Number(input.value)] : null);
    input.addEventListener("input", () => value() && actions.type(value()));
    const node = element("label", {}, element("span", {}, asks), input, element("span", {}, unit));
    const hint = element("p", {}, "Or drag the ring in the picture.");
    const set = ([height]) => (input.value = String(Number(height.toPrecision(3))));
    return {
      node: element("div", { className: "slopewise-guess-number" }, node, hint),
      first: input,
      answer: value,
      wanted: "Type a number above 0, such as 40, or drag the ring.",
      set,
    };
  },
  line({ asks, heights }) {
    let dragged = null;
    const set = (next) => (dragged = next);
    const node = element("p", {}, asks, " The arrow keys move them, too.");
    return { node, answer: () => dragged ?? Array.from(heights), set };
  },
};

/** A group of radio buttons as a row of labels. */
function radios(legend, name, options, onChange = (_) => {}) {
  const inputs = options.map(([value]) => element("input", { type: "radio", name, value, onchange: () => onChange(value) }));
  const labels = options.map(([, words], i) => element("label", {}, inputs[i], element("span", {}, words)));
  const node = element("fieldset", {}, element("legend", {}, legend), ...labels);
  const check = (value) => inputs.forEach((input) => (input.checked = input.value === value));
  return { node, first: inputs[0], check, chosen: () => inputs.find((input) => input.checked)?.value ?? null };
}
