// Submitting and closing a modal.
import { attempt, failureOf } from "./app.js";
import { askConfirm } from "./confirm.js";
import { collectValues, isTouched, viewUi } from "./view-values.js";

const plain = (text) => ({ type: "plain_text", text });
const DISCARD = {
  title: plain("Discard what you entered?"),
  text: plain("It was not sent. Closing this form loses it."),
  confirm: plain("Discard"),
  deny: plain("Keep editing"),
  style: "danger",
};

/** Submit a view with its current values. Errors appear under their fields, and the first one gets the focus. */
export async function submitView(app, view) {
  if (viewUi(app.ui, view).busy) return;
  app.change((ui) => Object.assign(viewUi(ui, view), { busy: true, errors: {}, failure: null }));
  const answer = await app.act("submit", { view_id: view.id, values: collectValues(app, view) });
  const stillOpen = app.state.views.some((one) => one.id === view.id);
  if (!stillOpen) return app.change((ui) => delete ui.views[view.id]);
  app.change((ui) => Object.assign(viewUi(ui, view), { busy: false, ...outcome(answer) }));
  if (answer.errors) queueMicrotask(() => focusFirstError(view));
}

/** Close a view, after a question if that loses what the person entered. The bot is told if it asked for that. */
export async function closeView(app, view) {
  if (viewUi(app.ui, view).closing || (isTouched(app, view) && !(await askConfirm(app, DISCARD)))) return;
  if (!app.state.views.some((one) => one.id === view.id)) return;
  viewUi(app.ui, view).closing = true;
  await attempt(app, "close", { view_id: view.id });
  if (app.ui.views[view.id]) app.ui.views[view.id].closing = false;
}

function outcome(answer) {
  if (answer.ok) return { errors: null };
  if (answer.errors) return { errors: answer.errors };
  return { errors: null, failure: failureOf(answer) };
}

function focusFirstError(view) {
  document.querySelector(`[data-view-id="${CSS.escape(view.id)}"] [aria-invalid="true"]`)?.focus();
}
