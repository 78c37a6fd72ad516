// The list under a combobox: its options in groups, or a line that says why it is empty.
import { startSearch } from "./combobox-search.js";
import { h } from "./dom.js";
import { placeBeside } from "./popup.js";
import { plainText } from "./text-mrkdwn.js";

/** Draw the open list; `pick(box, option)` is called with the option a person clicked. */
export function drawList(box, pick) {
  const { spec, state } = box;
  const place = (node) => placeBeside(node, document.getElementById(spec.id));
  const keepFocus = (event) => event.preventDefault();
  const found = { ...box, pick, index: 0 };
  return h(
    "div",
    { class: "popup combobox-popup", onmount: place, onpatch: (node) => (place(node), reveal(node)), onmousedown: keepFocus },
    h(
      "div",
      { role: "listbox", id: `${spec.id}:list`, "aria-label": spec.name, "aria-multiselectable": spec.many ? "true" : null },
      state.status === "short" || state.status === "failed" ? null : state.groups.map((group) => drawGroup(found, group)),
    ),
    h("div", { class: "combobox-status", role: "status" }, statusLine(box)),
  );
}

function reveal(node) {
  node.querySelector(".option-active")?.scrollIntoView({ block: "nearest" });
}

function drawGroup(found, group) {
  const options = group.options.map((option) => drawOption(found, option, found.index++));
  if (!group.label) return options;
  return h(
    "div",
    { role: "group", "aria-label": group.label.text },
    h("div", { class: "option-group", "aria-hidden": true }, group.label.text),
    options,
  );
}

function drawOption(found, option, index) {
  const { spec, state } = found;
  const chosen = spec.chosen.some((one) => one.value === option.value);
  return h(
    "div",
    {
      role: "option",
      id: `${spec.id}:${index}`,
      class: `option${index === state.active ? " option-active" : ""}${chosen ? " option-chosen" : ""}`,
      "aria-selected": chosen,
      onclick: () => found.pick(found, option),
    },
    h("span", null, plainText(option.text.text)),
    option.description && h("span", { class: "option-description" }, plainText(option.description.text)),
  );
}

function statusLine(box) {
  const { spec, state } = box;
  const count = state.groups.reduce((sum, group) => sum + group.options.length, 0);
  if (state.status === "loading") return [h("span", { class: "spinner", "aria-hidden": true }), "Loading…"];
  if (state.status === "short") return `Type at least ${spec.source.minLength} ${spec.source.minLength === 1 ? "letter" : "letters"}`;
  if (state.status === "failed") return ["These choices could not be loaded. ", drawRetry(box)];
  return count ? null : "No results";
}

function drawRetry(box) {
  const again = () => startSearch(box, box.state.query ?? "");
  return h("button", { type: "button", class: "link-button", tabindex: "-1", onclick: again }, "Try again");
}
