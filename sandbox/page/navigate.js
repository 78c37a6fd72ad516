// Going somewhere: another person, another conversation, a thread.
import { act } from "./api.js";
import { openConversation } from "./app.js";

/** Continue as another person, in the same conversation where they may see it. */
export function actAs(app, id) {
  app.change((ui) => Object.assign(ui, { as: id, confirm: null, toasts: [], refusals: {} }));
  app.reconnect();
  app.refresh();
}

/** Open a conversation. */
export function openIn(app, conversation) {
  app.change((ui) => Object.assign(ui, { conversation, thread: null, pane: "messages", tab: "messages" }));
  markRead(app);
}

/** Open the thread under a message, ready for an answer. */
export function openThread(app, ts) {
  app.change((ui) => (ui.thread = ts));
  queueMicrotask(() => focusIn(".thread"));
}

/** Move the focus to the message box of a pane, or where there is none, to its messages. */
export function focusIn(pane) {
  (document.querySelector(`${pane} .composer textarea`) ?? document.querySelector(`${pane} .scroller`))?.focus();
}

/** Close the thread and go back to its first message. */
export function closeThread(app) {
  const ts = app.ui.thread;
  app.change((ui) => (ui.thread = null));
  queueMicrotask(() => document.querySelector(`.pane [data-ts="${CSS.escape(ts)}"]`)?.focus());
}

/** Tell the server that the person has read the open conversation; once for each new message. */
export function markRead(app) {
  const { ui } = app;
  const open = openConversation(app);
  const last = `${ui.as}:${open?.id}:${app.state.messages[open?.id]?.at(-1)?.ts}`;
  if (!open?.unread || document.hidden || ui.pane !== "messages" || ui.lastRead === last) return;
  ui.lastRead = last;
  act(ui.as, "read", { conversation: open.id });
}
