// The guided first run: a panel beside the workspace (above it in a small window) whose steps tick themselves off.
import { h } from "./dom.js";
import { factsOf } from "./guide-facts.js";
import { movePlace, startAgain } from "./guide-place.js";
import { PARTS, STEPS } from "./guide-steps.js";
import { icon } from "./icons.js";

// A person who cannot see the channel can still read the steps.
const UNSEEN = { number: "the request", status: "not visible to this person" };

/** Draw the guide while it is open. */
export function drawGuide(app) {
  const { guide } = app.ui;
  if (!guide.open) return null;
  const seen = factsOf(app, guide.before);
  const facts = { ...seen, first: seen.first ?? UNSEEN, second: seen.second ?? UNSEEN };
  return h(
    "aside",
    { class: `guide${guide.all ? " guide-all" : ""}`, key: "guide", "aria-label": "First run" },
    drawHead(app, guide),
    h("ol", { class: "guide-steps" }, STEPS.flatMap((step, index) => [drawPart(index, guide), drawStep(app, facts, step, index)])),
    guide.step >= STEPS.length && drawEnd(app),
  );
}

function drawHead(app, guide) {
  const done = Math.min(guide.step, STEPS.length);
  const all = () => movePlace(app, { all: !guide.all });
  return h(
    "div",
    { class: "guide-head" },
    h("h2", { class: "guide-title" }, "First run"),
    h("span", { class: "guide-count" }, `${done} of ${STEPS.length}`, h("span", { class: "guide-count-done" }, " done")),
    h("button", { type: "button", class: "guide-tool guide-more", "aria-expanded": Boolean(guide.all), onclick: all }, guide.all ? "This step" : "All steps"),
    h("button", { type: "button", class: "guide-tool guide-again", onclick: () => startAgain(app) }, "Start again"),
    h("button", { type: "button", class: "icon-button", "aria-label": "Close the first run", onclick: () => movePlace(app, { open: false }) }, icon("close")),
    h("div", { class: "guide-bar", "aria-hidden": true }, h("span", { style: `width: ${(100 * done) / STEPS.length}%` })),
  );
}

function drawPart(index, guide) {
  const part = PARTS.findIndex(({ from }) => from === index);
  if (part < 0) return null;
  const now = PARTS.findLastIndex(({ from }) => from <= guide.step) === part;
  return h("li", { key: `part ${part}`, class: `guide-part${now ? " guide-part-now" : ""}` }, `Part ${part + 1}: ${PARTS[part].title}`);
}

function drawStep(app, facts, step, index) {
  const at = app.ui.guide.step;
  const kind = index < at ? "done" : index === at ? "now" : "later";
  const latest = index === at - 1 ? " guide-latest" : "";
  return h(
    "li",
    { key: `step ${index}`, class: `guide-step guide-${kind}${latest}`, "aria-current": kind === "now" ? "step" : null },
    h("span", { class: "guide-mark", "aria-hidden": true }, kind === "done" ? icon("tick") : String(index + 1)),
    h(
      "div",
      { class: "guide-words" },
      h("p", { class: "guide-name" }, step.title, kind === "done" && h("span", { class: "visually-hidden" }, " (done)")),
      kind === "now" && h("p", { class: "guide-todo", role: "status", onmount: intoView }, step.todo(facts, app)),
      kind === "done" && h("p", { class: "guide-then" }, step.then(facts)),
    ),
  );
}

/** Keep the next step inside the visible part of the panel. */
function intoView(node) {
  node.scrollIntoView({ block: "nearest" });
}

function drawEnd(app) {
  const inspect = () => app.openInspector();
  return h(
    "p",
    { class: "guide-end", role: "status", onmount: intoView },
    h("strong", null, "That was all of it. "),
    h("button", { type: "button", class: "button button-teacher", onclick: inspect }, "See it on the wire"),
  );
}
