// The list of conversations.
import { openConversation } from "./app.js";
import { signOf } from "./conversations.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { isAlone } from "./narrow.js";
import { openIn } from "./navigate.js";

/** Draw the sidebar. */
export function drawSidebar(app) {
  const all = app.state.conversations;
  const alone = isAlone(app, "list");
  const list = h(
    "nav",
    { class: "sidebar", "aria-label": "Conversations" },
    alone && h("h1", { class: "visually-hidden" }, "Conversations"),
    drawGroup(app, "Channels", all.filter((one) => one.kind === "channel")),
    drawGroup(app, "Apps", all.filter((one) => one.kind === "im")),
  );
  return h(alone ? "main" : "div", { class: "sidebar-place" }, list);
}

function drawGroup(app, title, conversations) {
  if (!conversations.length) return null;
  return [
    h("h2", { class: "sidebar-title", key: title }, title),
    h("ul", { key: `${title}-list` }, conversations.map((one) => h("li", { key: one.id }, drawEntry(app, one)))),
  ];
}

function drawEntry(app, conversation) {
  const { id, name, unread, mentions } = conversation;
  const current = openConversation(app).id === id;
  return h(
    "button",
    {
      type: "button",
      class: `entry${unread ? " entry-unread" : ""}`,
      "aria-current": current ? "page" : null,
      onclick: () => openIn(app, id),
    },
    icon(signOf(conversation)),
    h("span", { class: "entry-name" }, name),
    unread > 0 && h("span", { class: `badge${mentions ? "" : " badge-quiet"}` }, String(mentions || unread), h("span", { class: "visually-hidden" }, mentions ? " mentions" : " unread")),
  );
}
