// The panel of fault switches: the faults that can be switched on, and the active ones.
import { addFault, removeFault } from "./api.js";
import { toast, widget } from "./app.js";
import { dialog } from "./dialog.js";
import { h } from "./dom.js";
import { CALLS, describe, PRESETS, TARGETS } from "./fault-presets.js";
import { icon } from "./icons.js";

/** Draw the panel while it is open. */
export function drawFaults(app) {
  if (!app.ui.faultsOpen) return null;
  const form = widget(app, "faults", { times: 1, calls: {}, edits: {} });
  const close = () => app.change((ui) => (ui.faultsOpen = false));
  return dialog(
    { key: "faults", label: "faults-title", close, drawer: true },
    h(
      "div",
      { class: "dialog-head" },
      h("h2", { class: "dialog-title", id: "faults-title" }, "Fault switches"),
      h("button", { type: "button", class: "icon-button", "aria-label": "Close fault switches", "data-focus": true, onclick: close }, icon("close")),
    ),
    h("div", { class: "dialog-body" }, drawActive(app), drawTimes(app, form), Object.keys(PRESETS).map((target) => drawTarget(app, form, target))),
  );
}

function drawActive(app) {
  const { faults } = app.state;
  return h(
    "section",
    { class: `fault-active${faults.length ? " fault-some" : ""}`, "aria-label": "Switched on", "aria-live": "polite" },
    h(
      "div",
      { class: "fault-on-head" },
      h("h3", null, faults.length ? `Switched on: ${faults.length}` : "Nothing is switched on: everything works."),
      faults.length > 0 && h("button", { type: "button", class: "button", onclick: () => off(app) }, "Switch all off"),
    ),
    h("ul", null, faults.map((fault) => drawOn(app, fault))),
  );
}

function drawOn(app, fault) {
  const { name, where, strikes, sentence } = describe(fault);
  return h(
    "li",
    { key: String(fault.id), class: "fault" },
    h("div", null, h("strong", null, name), " ", h("span", { class: "fault-strikes" }, strikes), h("p", { class: "detail" }, where), h("p", { class: "detail" }, sentence)),
    h("button", { type: "button", class: "button", "aria-label": `Switch off: ${name}`, onclick: () => off(app, fault.id) }, "Switch off"),
  );
}

function drawTimes(app, form) {
  const choice = (times, label) =>
    h(
      "label",
      { class: "choice" },
      h("input", { type: "radio", name: "fault-times", checked: form.times === times, onchange: () => app.change(() => (form.times = times)) }),
      h("span", null, label),
    );
  return h("div", { class: "segmented", role: "radiogroup", "aria-label": "How often" }, choice(1, "Once"), choice(3, "3 times"), choice(null, "Until switched off"));
}

function drawTarget(app, form, target) {
  const { title, question } = TARGETS[target];
  return h(
    "section",
    { class: "fault-group", "aria-label": title },
    h("h3", null, title),
    h("label", { class: "fault-call" }, h("span", null, question), drawCalls(app, form, target)),
    h("ul", null, PRESETS[target].map((preset) => drawPreset(app, form, target, preset))),
  );
}

function drawCalls(app, form, target) {
  const chosen = form.calls[target] ?? CALLS[target][0];
  const change = (event) => app.change(() => (form.calls[target] = event.target.value));
  return h(
    "select",
    { class: "field-text", value: chosen, onchange: change },
    CALLS[target].map((call) => h("option", { value: call }, call === "*" ? "any" : call)),
  );
}

function drawPreset(app, form, target, [name, rule, sentence, edit]) {
  const key = `${target}:${rule.kind}`;
  const edited = edit ? { [edit]: form.edits[key] ?? rule[edit] } : {};
  const label = `${TARGETS[target].title}, ${name}`;
  const switchOn = () => on(app, { ...rule, ...edited, target, call: form.calls[target] ?? CALLS[target][0], times: form.times });
  return h(
    "li",
    { key, class: "fault" },
    h("div", null, h("strong", null, name), h("p", { class: "detail" }, sentence), edit && drawEdit(app, form, { key, edit, label, value: edited[edit] })),
    h("button", { type: "button", class: "button", "aria-label": `Switch on: ${label}`, onclick: switchOn }, "Switch on"),
  );
}

function drawEdit(app, form, { key, edit, label, value }) {
  const number = edit === "seconds";
  const change = (event) => app.change(() => (form.edits[key] = number ? Math.max(0, Number(event.target.value)) : event.target.value));
  const props = { class: `field-text ${number ? "fault-number" : ""}`, type: number ? "number" : "text", min: number ? "0" : null, step: number ? "any" : null };
  const field = h("input", { ...props, value: String(value), "aria-label": `${label}: ${edit}`, onchange: change });
  return h("span", { class: "fault-edit" }, field, h("span", { class: "detail", "aria-hidden": true }, edit));
}

async function on(app, rule) {
  settle(app, await addFault(rule));
}

async function off(app, id) {
  settle(app, await removeFault(id));
}

async function settle(app, answer) {
  if (!answer.ok) toast(app, answer.message ?? answer.error ?? "That did not work.");
  await app.refresh();
}
