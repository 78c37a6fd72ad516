// The open conversation: its name, its messages, its message box; for the app's own conversation also its home.
import { openConversation } from "./app.js";
import { signOf, titleOf } from "./conversations.js";
import { drawComposer } from "./composer.js";
import { h } from "./dom.js";
import { drawHome } from "./home.js";
import { icon } from "./icons.js";
import { drawMessageList } from "./message-list.js";
import { tab, tabKeys } from "./tabs.js";

/** Draw the pane in the middle. */
export function drawPane(app) {
  const conversation = openConversation(app);
  if (!conversation) return h("main", { class: "pane" }, h("p", { class: "hint" }, "This person is in no conversation."));
  const hasHome = conversation.kind === "im";
  const home = hasHome && app.ui.tab === "home";
  return h(
    "main",
    { class: "pane", id: "conversation", "data-conversation": conversation.id },
    drawHead(app, conversation),
    hasHome && drawTabs(app),
    home ? drawHome(app) : [drawMessages(app, conversation), drawBox(conversation, app)],
  );
}

/** The messages of a conversation that are not replies in a thread, without those this person dismissed. */
export function rootMessages(app, conversation) {
  const all = app.state.messages[conversation.id] ?? [];
  const root = (message) => !message.thread_ts || message.thread_ts === message.ts || message.subtype === "thread_broadcast";
  return all.filter((message) => root(message) && !app.ui.dismissed.has(message.ts));
}

function drawHead(app, conversation) {
  const back = () => app.change((ui) => (ui.pane = "list"));
  return h(
    "div",
    { class: "pane-head" },
    h("button", { type: "button", class: "icon-button back", "aria-label": "Back to conversations", onclick: back }, icon("back")),
    h(
      "div",
      { class: "pane-words" },
      h("h1", { class: "pane-title" }, icon(signOf(conversation)), h("span", null, conversation.name)),
      h("p", { class: "topic" }, conversation.is_shared && h("strong", null, "Shared with another company. "), conversation.topic),
    ),
  );
}

function drawTabs(app) {
  const go = (name) => app.change((ui) => (ui.tab = name));
  return h(
    "div",
    { class: "tabs", role: "tablist", "aria-label": "App", onkeydown: tabKeys },
    tab("Home", app.ui.tab === "home", () => (go("home"), app.act("home", {}))),
    tab("Messages", app.ui.tab === "messages", () => go("messages")),
  );
}

function drawMessages(app, conversation) {
  const messages = rootMessages(app, conversation);
  return drawMessageList(app, conversation.id, messages, {
    key: `list:${app.ui.as}:${conversation.id}`,
    label: `Messages in ${titleOf(conversation)}`,
    before: !messages.length && drawFirstHint(app, conversation),
  });
}

function drawFirstHint(app, conversation) {
  const [first] = app.state.commands;
  const invitation = first && ["Type ", h("kbd", null, first.command), ` in the message box: ${lower(first.description)}`];
  return h(
    "div",
    { class: "hint" },
    h("p", { class: "hint-title" }, `Nothing in ${titleOf(conversation)} yet`),
    h("p", null, conversation.takes_messages ? invitation || "Write the first message below." : "What the app writes to you appears here."),
  );
}

function lower(text) {
  const sentence = text.charAt(0).toLowerCase() + text.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

function drawBox(conversation, app) {
  const label = `Message ${titleOf(conversation)}`;
  const place = { key: conversation.id, conversation: conversation.id, thread: null, label, placeholder: label };
  return drawComposer(app, place);
}
