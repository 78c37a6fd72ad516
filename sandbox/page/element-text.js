// Typed inputs: text of one or many lines with a count of characters left, and native ones (date, time, number, …).
import { h } from "./dom.js";
import { choose, run } from "./element-run.js";

const NATIVE = {
  email_text_input: "email",
  url_text_input: "url",
  number_input: "number",
  datepicker: "date",
  timepicker: "time",
};

/** Draw a plain_text_input. Too much text can be typed, as in Slack: the count turns negative, and submitting fails. */
export function drawTextInput(place, element) {
  const value = place.surface.get(place.block.block_id, element) ?? "";
  const props = {
    ...common(place, element, value),
    class: "field-text",
    oninput: (event) => set(place, element, event.target.value),
    onkeydown: (event) => dispatchOnEnter(event, place, element),
  };
  return h(
    "div",
    { class: "field-box" },
    element.multiline ? h("textarea", { ...props, rows: "4" }) : h("input", { ...props, type: "text" }),
    element.max_length && remaining(element.max_length - value.length),
  );
}

/** Draw an element that the browser has a control for. */
export function drawField(place, element) {
  const value = place.surface.get(place.block.block_id, element) ?? "";
  const change = (event) => choose(place, element, event.target.value || null);
  return h("input", { ...common(place, element, value), class: "field-text", type: NATIVE[element.type], onchange: change });
}

function common(place, element, value) {
  return {
    id: place.id,
    value,
    placeholder: element.placeholder?.text,
    autocomplete: "off",
    "aria-label": place.inInput ? null : place.name,
    "aria-describedby": place.describedBy,
    "aria-invalid": place.invalid ? "true" : null,
    "aria-required": place.inInput && !place.block.optional ? "true" : null,
  };
}

function set(place, element, text) {
  place.surface.set(place.block.block_id, element, text === "" ? null : text);
  const when = element.dispatch_action_config?.trigger_actions_on ?? [];
  if (place.block.dispatch_action && when.includes("on_character_entered")) run(place, element, text);
}

function dispatchOnEnter(event, place, element) {
  if (event.key !== "Enter" || element.multiline || !place.block.dispatch_action) return;
  event.preventDefault();
  run(place, element, event.target.value);
}

function remaining(count) {
  return h("span", { class: `remaining${count < 0 ? " remaining-over" : ""}`, "aria-live": "off" }, String(count));
}
