// A combobox with a list (ARIA's editable pattern): typing searches, arrows move, Enter chooses, Escape closes.
import { widget } from "./app.js";
import { startSearch } from "./combobox-search.js";
import { drawList } from "./combobox-list.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

/**
 * Draw a combobox. `spec`: id, name, labelled (a label element names it), describedBy, invalid, required, placeholder,
 * chosen (options), many, limit, source {minLength, delay, search(query) -> groups or null}, choose(options).
 */
export function combobox(app, spec) {
  const state = widget(app, spec.id, { open: false, query: null, active: 0, groups: [], status: "idle", asked: 0 });
  const box = { app, spec, state };
  return h(
    "div",
    { class: `combobox${spec.many ? " combobox-many" : ""}`, onfocusout: (event) => leave(box, event) },
    spec.many && spec.chosen.map((option) => drawChip(box, option)),
    drawInput(box),
    spec.chosen.length && !spec.many ? drawClear(box) : icon("chevron"),
    state.open && drawList(box, pick),
  );
}

function drawInput(box) {
  const { spec, state } = box;
  const current = spec.many ? "" : (spec.chosen[0]?.text.text ?? "");
  return h("input", {
    id: spec.id,
    type: "text",
    role: "combobox",
    class: "combobox-input",
    value: state.query ?? current,
    placeholder: spec.many && spec.chosen.length ? "" : spec.placeholder,
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": spec.labelled ? null : spec.name,
    "aria-autocomplete": "list",
    "aria-expanded": state.open,
    "aria-controls": `${spec.id}:list`,
    "aria-activedescendant": state.open && options(state).length ? `${spec.id}:${state.active}` : null,
    "aria-describedby": spec.describedBy,
    "aria-invalid": spec.invalid ? "true" : null,
    "aria-required": spec.required ? "true" : null,
    onclick: () => open(box),
    oninput: (event) => search(box, event.target.value),
    onkeydown: (event) => onKey(box, event),
  });
}

function drawClear(box) {
  const clear = () => {
    box.spec.choose([]);
    close(box);
    document.getElementById(box.spec.id)?.focus();
  };
  return h("button", { type: "button", class: "combobox-clear", "aria-label": `Clear ${box.spec.name}`, onclick: clear }, icon("close"));
}

function drawChip({ spec }, option) {
  const remove = () => spec.choose(spec.chosen.filter((one) => one.value !== option.value));
  return h(
    "span",
    { class: "chip", key: option.value },
    option.text.text,
    h("button", { type: "button", "aria-label": `Remove ${option.text.text}`, onclick: remove }, icon("close")),
  );
}

function options(state) {
  return state.groups.flatMap((group) => group.options);
}

function open(box) {
  if (box.state.open) return;
  box.app.change(() => (box.state.open = true));
  const input = document.getElementById(box.spec.id);
  if (input?.value) input.select();
  startSearch(box, "");
}

function search(box, query) {
  box.app.change(() => Object.assign(box.state, { open: true, query }));
  startSearch(box, query);
}

function close(box) {
  box.app.change(() => Object.assign(box.state, { open: false, query: null, asked: box.state.asked + 1, status: "idle" }));
}

function leave(box, event) {
  if (box.state.open && !event.currentTarget.contains(event.relatedTarget)) close(box);
}

function pick(box, option) {
  const { spec } = box;
  const others = spec.chosen.filter((one) => one.value !== option.value);
  if (!spec.many) spec.choose([option]);
  else if (others.length < spec.chosen.length) spec.choose(others);
  else if (!spec.limit || others.length < spec.limit) spec.choose([...others, option]);
  if (!spec.many) close(box);
  else search(box, "");
}

function onKey(box, event) {
  const action = KEYS[event.key];
  if (!action || event.isComposing || !action(box)) return;
  event.preventDefault();
  event.stopPropagation();
}

const KEYS = {
  ArrowDown: (box) => move(box, 1),
  ArrowUp: (box) => move(box, -1),
  Enter: confirm,
  Escape: (box) => box.state.open && (close(box), true),
  Tab: (box) => box.state.open && (close(box), false),
  Backspace: removeLast,
};

function move(box, step) {
  if (!box.state.open) open(box);
  else {
    const count = options(box.state).length;
    if (count) box.app.change(() => (box.state.active = (box.state.active + step + count) % count));
  }
  return true;
}

function confirm(box) {
  const { state } = box;
  const option = options(state)[state.active];
  if (!state.open) open(box);
  else if (state.status === "failed") startSearch(box, state.query ?? "");
  else if (option && state.status === "ready") pick(box, option);
  return true;
}

function removeLast({ spec, state }) {
  if (!spec.many || state.query || !spec.chosen.length) return false;
  spec.choose(spec.chosen.slice(0, -1));
  return true;
}
