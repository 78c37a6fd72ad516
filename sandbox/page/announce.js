// Tells a screen reader about new messages in the open conversation. Like Slack, it reads the message's plain text.
import { openConversation } from "./app.js";
import { decode } from "./text-entities.js";
import { authorOf } from "./message.js";

/** Build the announcer; call what it returns after each new state. */
export function createAnnouncer(node) {
  const seen = new Map();
  return (app) => {
    const open = openConversation(app);
    if (!open) return;
    const place = `${app.ui.as}:${open.id}`;
    const messages = app.state.messages[open.id] ?? [];
    const known = seen.get(place);
    const fresh = known ? messages.filter((one) => !known.has(one.ts) && one.user !== app.ui.as) : [];
    seen.set(place, new Set(messages.map((one) => one.ts)));
    if (fresh.length) node.textContent = fresh.map((one) => sentence(app, one)).join(" ");
  };
}

function sentence(app, message) {
  const text = decode(message.text ?? "").replace(/<[@#!][^>|]*\|?([^>]*)>/g, "$1");
  const said = `${authorOf(app, message).real_name}: ${text}${message.ephemeral ? " (only visible to you)" : ""}`;
  return /[.!?…]$/.test(said) ? said : `${said}.`;
}
