// The confirm dialog of an element: asks before anything is sent.
import { dialog } from "./dialog.js";
import { h } from "./dom.js";
import { textObject } from "./text-mrkdwn.js";

/** Ask; resolves to true when the person confirmed. `confirm` is Block Kit's confirmation object. */
export function askConfirm(app, confirm) {
  return new Promise((resolve) => {
    const answer = (agreed) => {
      app.change((ui) => (ui.confirm = null));
      resolve(agreed);
    };
    app.change((ui) => (ui.confirm = { confirm, answer }));
  });
}

/** Draw the question that is open, if any. */
export function drawConfirm(app) {
  if (!app.ui.confirm) return null;
  const { confirm, answer } = app.ui.confirm;
  const danger = confirm.style === "danger";
  return dialog(
    { key: "confirm", role: "alertdialog", label: "confirm-title", describedBy: "confirm-text", close: () => answer(false), small: true },
    h("h2", { id: "confirm-title", class: "dialog-title" }, textObject(app, confirm.title)),
    h("div", { id: "confirm-text", class: "dialog-body text" }, textObject(app, confirm.text)),
    h(
      "div",
      { class: "dialog-foot" },
      h("button", { type: "button", class: "button", "data-focus": danger, onclick: () => answer(false) }, textObject(app, confirm.deny)),
      h(
        "button",
        { type: "button", class: `button button-${danger ? "danger" : "primary"} button-solid`, "data-focus": !danger, onclick: () => answer(true) },
        textObject(app, confirm.confirm),
      ),
    ),
  );
}
