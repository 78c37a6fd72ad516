// A button that opens a menu: arrow keys move, Enter or Space chooses, Escape closes and gives the focus back.
import { widget } from "./app.js";
import { h } from "./dom.js";
import { placeBeside } from "./popup.js";

/**
 * Draw a menu button. `items` are {label, content?, detail?, checked?, disabled?, choose}; with `checked` they are radio
 * items. `button` holds the properties and the children of the button itself.
 */
export function menu(app, id, { name, button, items }) {
  const state = widget(app, id, { open: false });
  const close = () => {
    app.change(() => (state.open = false));
    document.getElementById(id)?.focus();
  };
  const toggle = () => app.change(() => (state.open = !state.open));
  const leave = (event) => {
    if (!event.currentTarget.contains(event.relatedTarget)) app.change(() => (state.open = false));
  };
  const props = { id, type: "button", "aria-haspopup": "menu", "aria-expanded": state.open, onclick: toggle };
  return h(
    "span",
    { class: "menu-anchor", onfocusout: leave, onkeydown: (event) => onKey(event, state, close) },
    h("button", { ...props, ...button.props }, button.children),
    state.open && drawMenu({ id, name, items, close }),
  );
}

function drawMenu({ id, name, items, close }) {
  const opened = (node) => {
    placeBeside(node, document.getElementById(id));
    (node.querySelector('[aria-checked="true"]') ?? node.querySelector("[role]"))?.focus();
  };
  return h(
    "div",
    { class: "popup menu", role: "menu", "aria-label": name, onmount: opened },
    items.map((item) => drawItem(item, close)),
  );
}

function drawItem(item, close) {
  const choose = () => {
    if (item.disabled) return;
    close();
    item.choose();
  };
  return h(
    "button",
    {
      type: "button",
      key: item.label,
      class: "menu-item",
      tabindex: "-1",
      role: item.checked === undefined ? "menuitem" : "menuitemradio",
      "aria-checked": item.checked,
      "aria-disabled": item.disabled ? "true" : null,
      onclick: choose,
    },
    item.content ?? item.label,
  );
}

function onKey(event, state, close) {
  if (!state.open) return;
  const items = [...event.currentTarget.querySelectorAll(".menu-item")];
  const at = items.indexOf(document.activeElement);
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 };
  if (event.key === "Escape") close();
  else if (event.key in moves) items[moves[event.key] % items.length]?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
