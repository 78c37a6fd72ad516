// Radio buttons and checkboxes, as a named group of native controls.
import { h } from "./dom.js";
import { choose } from "./element-run.js";
import { textObject } from "./text-mrkdwn.js";

/** Draw radio_buttons or checkboxes. */
export function drawChoices(place, element) {
  const many = element.type === "checkboxes";
  const held = place.surface.get(place.block.block_id, element);
  const chosen = many ? (held ?? []) : [held].filter(Boolean);
  const role = many ? "group" : "radiogroup";
  return h(
    "div",
    { class: "choices", id: place.id, role, "aria-label": place.name, "aria-describedby": place.describedBy },
    element.options.map((option, index) => drawOption(place, element, option, { index, chosen, many })),
  );
}

function drawOption(place, element, option, { index, chosen, many }) {
  const checked = chosen.some((one) => one.value === option.value);
  const rest = chosen.filter((one) => one.value !== option.value);
  const next = () => (many ? (checked ? rest : [...chosen, option]) : option);
  return h(
    "label",
    { class: "choice" },
    h("input", {
      type: many ? "checkbox" : "radio",
      name: place.id,
      checked,
      "aria-invalid": place.invalid && index === 0 ? "true" : null,
      onchange: () => choose(place, element, next()),
    }),
    h(
      "span",
      null,
      textObject(place.app, option.text),
      option.description && h("span", { class: "choice-description" }, textObject(place.app, option.description)),
    ),
  );
}
