// The list of slash commands over the message box while "/" is typed.
import { h } from "./dom.js";

/** The commands that begin with the typed text; empty once an argument is typed or the list was closed. */
export function suggestionsOf(app, text, state) {
  if (state.hidden || !text.startsWith("/") || /\s/.test(text)) return [];
  return app.state.commands.filter(({ command }) => command.startsWith(text.toLowerCase()));
}

/** Draw the suggestions. */
export function drawSuggestions(app, place, state, found) {
  const id = `composer:${place.key}:list`;
  return h(
    "div",
    { class: "suggestions", role: "listbox", id, "aria-label": "Commands" },
    found.map((command, index) => drawSuggestion(app, place, { command, id: `${id}:${index}`, active: index === state.active })),
  );
}

function drawSuggestion(app, place, { command, id, active }) {
  const take = (event) => {
    event.preventDefault();
    complete(app, place, command);
  };
  return h(
    "div",
    { role: "option", id, class: `option${active ? " option-active" : ""}`, "aria-selected": active, onmousedown: take },
    h("strong", null, command.command),
    command.usage_hint && h("span", { class: "usage" }, ` ${command.usage_hint}`),
    h("span", { class: "option-description" }, command.description),
  );
}

/** Handle a key while suggestions are shown; true when the key was used. */
export function suggestionKeys(app, place, state, found, event) {
  if (!found.length) return false;
  const chosen = found[state.active] ?? found[0];
  const typedInFull = app.ui.drafts[place.key].toLowerCase() === chosen.command;
  const keys = {
    ArrowDown: () => (state.active = (state.active + 1) % found.length),
    ArrowUp: () => (state.active = (state.active - 1 + found.length) % found.length),
    Escape: () => (state.hidden = true),
    Tab: () => complete(app, place, chosen),
    Enter: () => complete(app, place, chosen),
  };
  if (!(event.key in keys) || (event.key === "Enter" && (typedInFull || event.shiftKey))) return false;
  event.preventDefault();
  event.stopPropagation();
  app.change(keys[event.key]);
  return true;
}

function complete(app, place, { command }) {
  app.change((ui) => (ui.drafts[place.key] = `${command} `));
}
