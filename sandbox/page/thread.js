// The thread next to the conversation: its first message, its replies, its own message box.
import { openConversation } from "./app.js";
import { drawComposer } from "./composer.js";
import { titleOf } from "./conversations.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { drawMessageList } from "./message-list.js";
import { isAlone } from "./narrow.js";
import { closeThread } from "./navigate.js";

/** Draw the open thread, or nothing. */
export function drawThread(app) {
  const conversation = openConversation(app);
  const messages = conversation ? threadMessages(app, conversation) : [];
  if (!messages.length) return null;
  const ts = app.ui.thread;
  const where = titleOf(conversation);
  const place = { key: `${conversation.id}:${ts}`, conversation: conversation.id, thread: ts, label: "Reply in thread", placeholder: "Reply…" };
  return h(
    isAlone(app, "thread") ? "main" : "aside",
    { class: "thread", "aria-label": `Thread in ${where}`, "data-thread": ts, onkeydown: (event) => onKey(app, event) },
    drawHead(app, where),
    drawMessageList(app, conversation.id, messages, { key: `thread:${ts}`, label: "Messages in the thread", inThread: true }),
    drawComposer(app, place),
  );
}

function threadMessages(app, conversation) {
  const { thread, dismissed } = app.ui;
  const all = (app.state.messages[conversation.id] ?? []).filter((one) => !dismissed.has(one.ts));
  const parent = all.find((message) => message.ts === thread);
  return parent ? [parent, ...all.filter((message) => message.thread_ts === thread && message !== parent)] : [];
}

function drawHead(app, where) {
  return h(
    "div",
    { class: "pane-head" },
    h("div", { class: "pane-words" }, h(isAlone(app, "thread") ? "h1" : "h2", { class: "pane-title" }, "Thread"), h("p", { class: "topic" }, where)),
    h("button", { type: "button", class: "icon-button", "aria-label": "Close thread", onclick: () => closeThread(app) }, icon("close")),
  );
}

function onKey(app, event) {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  event.preventDefault();
  closeThread(app);
}
