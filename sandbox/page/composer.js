// The message box: Enter sends, Shift+Enter breaks the line, "/" suggests commands, the bolt offers shortcuts.
import { drawSuggestions, suggestionKeys, suggestionsOf } from "./composer-commands.js";
import { attempt, widget } from "./app.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { send } from "./composer-send.js";

/**
 * Draw a message box, or Slack's sentence where an app takes no messages. `place`: key, conversation, thread (ts or null),
 * label, placeholder.
 */
export function drawComposer(app, place) {
  if (isReadOnly(app, place)) return h("p", { class: "composer composer-off" }, "Sending messages to this app has been turned off.");
  const text = app.ui.drafts[place.key] ?? "";
  const state = widget(app, `composer:${place.key}`, { active: 0, hidden: false });
  const found = place.thread ? [] : suggestionsOf(app, text, state);
  const submit = (event) => {
    event?.preventDefault();
    send(app, place);
  };
  return h(
    "form",
    { class: "composer", key: `composer:${place.key}`, onsubmit: submit },
    found.length > 0 && drawSuggestions(app, place, state, found),
    drawRefusal(app, place),
    h("div", { class: "composer-box" }, shortcuts(app, place), drawTextarea(app, place, { text, state, found, submit }), sendButton(text)),
  );
}

function isReadOnly(app, place) {
  return app.state.conversations.find((one) => one.id === place.conversation)?.takes_messages === false;
}

function drawTextarea(app, place, { text, state, found, submit }) {
  const list = `composer:${place.key}:list`;
  const onkeydown = (event) => {
    if (event.isComposing || suggestionKeys(app, place, state, found, event)) return;
    if (event.key === "Enter" && !event.shiftKey) submit(event);
  };
  return h("textarea", {
    id: place.thread ? null : "message-box",
    rows: "1",
    value: text,
    placeholder: place.placeholder,
    "aria-label": place.label,
    "aria-autocomplete": place.thread ? null : "list",
    "aria-controls": found.length ? list : null,
    "aria-activedescendant": found.length ? `${list}:${state.active}` : null,
    onmount: grow,
    onpatch: grow,
    oninput: (event) => type(app, place, state, event.target.value),
    onkeydown,
  });
}

function type(app, place, state, text) {
  app.change((ui) => {
    ui.drafts[place.key] = text;
    ui.refusals[place.key] = null;
    Object.assign(state, { active: 0, hidden: false });
  });
}

/** Make the box as high as its text. To ask for that height lays the whole page out, so ask only if it can be another. */
function grow(node) {
  const fitted = `${node.clientWidth} ${node.value}`;
  if (node.fitted === fitted) return;
  node.fitted = fitted;
  node.style.height = "auto";
  node.style.height = `${Math.min(node.scrollHeight, 160)}px`;
}

function drawRefusal(app, place) {
  const refusal = app.ui.refusals[place.key];
  return refusal && h("p", { class: "refusal", role: "alert" }, refusal);
}

function sendButton(text) {
  return h("button", { type: "submit", class: "send", "aria-label": "Send", "aria-disabled": text.trim() ? null : "true" }, icon("send"));
}

function shortcuts(app, place) {
  const items = app.state.shortcuts.map((shortcut) => ({
    label: shortcut.callback_id,
    content: shortcut.name,
    choose: () => attempt(app, "shortcut", { callback_id: shortcut.callback_id }),
  }));
  if (!items.length) return null;
  const button = { props: { class: "icon-button", "aria-label": "Shortcuts", title: "Shortcuts" }, children: icon("bolt") };
  return menu(app, `shortcuts:${place.key}`, { name: "Shortcuts", button, items });
}
