// The inspector: every request and answer between Slack, the bot and the benefits API, newest first, as it happens.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { drawPair } from "./inspector-pair.js";
import { PROTOCOLS, RESULTS, resultOf } from "./inspector-words.js";

/** Draw the inspector while it is open. */
export function drawInspector(app) {
  const { inspector } = app.ui;
  if (!inspector.open) return null;
  const shown = inspector.pairs.filter((pair) => isWanted(pair, inspector.filter));
  return h(
    "aside",
    { class: "inspector", key: "inspector", "aria-label": "Inspector" },
    drawHead(app, inspector, shown.length),
    shown.length
      ? h("ol", { class: "pairs" }, shown.map((pair) => drawPair(app, pair, deliveryBefore(inspector.pairs, pair))))
      : h("p", { class: "hint" }, inspector.pairs.length ? "Nothing matches." : "Nothing yet: type a command or press a button, and watch."),
  );
}

function drawHead(app, inspector, count) {
  const calls = [...new Set(inspector.pairs.map((pair) => pair.call))].sort();
  const lanes = Object.entries(PROTOCOLS).map(([value, { name }]) => [value, name]);
  return h(
    "div",
    { class: "inspector-head" },
    h("h2", { class: "inspector-title" }, "Inspector"),
    choice(app, "protocol", "Protocol", [["", "Every protocol"], ...lanes]),
    choice(app, "call", "Call", [["", "Every call"], ...calls.map((call) => [call, call])]),
    choice(app, "status", "Result", [["", "Any result"], ...Object.entries(RESULTS)]),
    h("input", {
      type: "search",
      class: "field-text",
      placeholder: "Find in everything",
      "aria-label": "Find",
      value: inspector.filter.text,
      oninput: (event) => app.change(() => (inspector.filter.text = event.target.value)),
    }),
    h("span", { class: "inspector-count", role: "status" }, `${count} of ${inspector.pairs.length}`),
    h("button", { type: "button", class: "button", onclick: () => app.emptyInspector() }, "Clear"),
    h("button", { type: "button", class: "icon-button", "aria-label": "Close the inspector", onclick: () => app.closeInspector() }, icon("close")),
  );
}

function choice(app, field, label, options) {
  const { filter } = app.ui.inspector;
  const change = (event) => app.change(() => (filter[field] = event.target.value));
  const drawn = options.map(([value, name]) => h("option", { key: value, value }, name));
  return h("select", { class: "field-text", key: field, "aria-label": label, value: filter[field], onchange: change }, drawn);
}

function isWanted(pair, { protocol, call, status, text }) {
  if (protocol && pair.protocol !== protocol) return false;
  if (call && pair.call !== call) return false;
  if (status && resultOf(pair) !== status) return false;
  return !text || JSON.stringify(pair).toLowerCase().includes(JSON.stringify(text.toLowerCase()).slice(1, -1));
}

/** The delivery that most likely led to a call: the last one before it. */
function deliveryBefore(pairs, pair) {
  return pair.protocol === "delivery" ? null : pairs.find((one) => one.protocol === "delivery" && one.at <= pair.at);
}
