// Links and mentions. An address can only be web or mail, and every mention looks like one.
import { h } from "./dom.js";
import { personById } from "./app.js";

const SAFE = /^(https?:\/\/|mailto:)/i;

/** A link, or its plain label if the address is of a kind that must not be followed (such as javascript:). */
export function link(url, label) {
  if (!SAFE.test(url)) return label || url;
  const here = url.startsWith(`${location.origin}/`); // a permalink into this workspace stays in this window
  const elsewhere = here ? {} : { target: "_blank", rel: "noopener noreferrer nofollow" };
  return h("a", { href: url, ...elsewhere }, label || url);
}

/** A mention of a person, with a stronger highlight if it is the reader. */
export function userMention(app, id, label) {
  const name = personById(app, id)?.real_name ?? label ?? id;
  return mention(`@${name}`, id === app.state.me.id ? "mention mention-me" : "mention");
}

/** A mention of a channel, by the name this person may know. */
export function channelMention(app, id, label) {
  const known = app.state.conversations.find((one) => one.id === id);
  return mention(`#${known?.name ?? label ?? "private-channel"}`, "mention");
}

/** A mention of a user group. */
export function groupMention(app, id, label) {
  const known = (app.state.usergroups ?? []).find((group) => group.id === id);
  const handle = known?.handle ?? label ?? id;
  return mention(handle.startsWith("@") ? handle : `@${handle}`, "mention mention-group");
}

/** @channel, @here or @everyone: highlighted, so that an accidental one is easy to see. */
export function broadcast(range) {
  return mention(`@${range}`, "mention mention-all");
}

function mention(text, cssClass) {
  return h("span", { class: cssClass }, text);
}
