// Draws the top of the person's stack of modals.
import { drawBlocks, isLoading } from "./blocks.js";
import { dialog, keepReachable, watchReachable } from "./dialog.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { closeView, submitView } from "./modal-actions.js";
import { drawNotice, noticesOf } from "./notices.js";
import { viewSurface } from "./surfaces.js";
import { plainText } from "./text-mrkdwn.js";
import { viewUi } from "./view-values.js";

/** Draw the modal that is on top, or nothing. */
export function drawModal(app) {
  const view = app.state.views.at(-1);
  if (!view) return null;
  const mine = viewUi(app.ui, view);
  const close = () => closeView(app, view);
  const submit = (event) => {
    event.preventDefault();
    submitView(app, view);
  };
  const label = `${view.id}:title`;
  const busy = mine.busy || view.blocks.some(isLoading);
  return dialog(
    { key: view.id, label, close, busy, props: { "data-view-id": view.id } },
    h(
      "form",
      { class: "dialog-form", novalidate: true, onsubmit: submit },
      drawHead(app, view, label, close),
      busy && h("div", { class: "progress", role: "progressbar", "aria-label": mine.busy ? "Submitting" : "Loading" }),
      drawBody(app, view, mine),
      drawFoot(view, mine, close),
    ),
  );
}

function drawHead(app, view, label, close) {
  const below = app.state.views.at(-2);
  const back = below && { type: "button", class: "icon-button", "aria-label": `Back to ${below.title.text}`, onclick: close };
  return h(
    "div",
    { class: "dialog-head" },
    back && h("button", back, icon("back")),
    h("h2", { class: "dialog-title", id: label }, plainText(view.title.text)),
    h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss dialog", onclick: close }, icon("close")),
  );
}

function drawBody(app, view, mine) {
  const errors = mine.errors ?? view.errors ?? {};
  return h(
    "div",
    { class: "dialog-body", onmount: watchReachable, onpatch: keepReachable },
    noticesOf(app, (notice) => notice.view_id === view.id).map((notice) => drawNotice(app, notice)),
    mine.failure && h("p", { class: "notice notice-trouble", role: "alert" }, mine.failure),
    drawBlocks(viewSurface(app, view, errors), view.blocks),
  );
}

function drawFoot(view, mine, close) {
  const busy = mine.busy ? "true" : null;
  return h(
    "div",
    { class: "dialog-foot" },
    h("button", { type: "button", class: "button", onclick: close }, plainText(view.close?.text ?? (view.submit ? "Cancel" : "Close"))),
    view.submit &&
      h(
        "button",
        { type: "submit", class: "button button-primary button-solid", "aria-disabled": busy, "aria-busy": busy },
        mine.busy && h("span", { class: "spinner", "aria-hidden": true }),
        plainText(view.submit.text),
      ),
  );
}
