// One message: author, time, content, and the link to its thread.
import { personById } from "./app.js";
import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openThread } from "./navigate.js";
import { messageSurface } from "./surfaces.js";
import { clock, formatDate } from "./text-date.js";
import { mrkdwn } from "./text-mrkdwn.js";

/** Draw a message. `options`: compact (same author just before), inThread (no link to its own thread). */
export function drawMessage(app, conversation, message, { compact = false, inThread = false } = {}) {
  const author = authorOf(app, message);
  const shape = ["message", compact && "message-compact", message.ephemeral && "message-ephemeral", message.reply_count && "message-answered"];
  return h(
    "li",
    { key: message.ts, class: shape.filter(Boolean).join(" "), "data-ts": message.ts, tabindex: "-1" },
    message.ephemeral && drawOnlyYou(),
    h(
      "div",
      { class: "message-row" },
      compact ? h("span", { class: "gutter" }, drawTime(message)) : avatar(author, { isBot: message.is_bot }),
      h(
        "div",
        { class: "message-main" },
        compact ? h("span", { class: "visually-hidden" }, `${author.real_name}: `) : drawHead(author, message),
        drawContent(app, message, messageSurface(app, conversation, message, inThread)),
        message.ephemeral ? drawDismiss(app, message) : !inThread && drawReplies(app, message),
      ),
    ),
    !message.ephemeral && !inThread && drawTools(app, message, author),
  );
}

/** The author of a message: a person of the workspace, or the app. */
export function authorOf(app, message) {
  const person = personById(app, message.user);
  if (person) return person;
  const fallback = app.state.conversations.find((one) => one.kind === "im")?.name ?? "App";
  return { real_name: fallback, initials: fallback.slice(0, 1).toUpperCase(), color: null };
}

function drawHead(author, message) {
  return h(
    "div",
    { class: "message-head" },
    h("strong", { class: "author" }, author.real_name),
    message.is_bot && h("span", { class: "app-badge" }, "APP"),
    drawTime(message),
  );
}

function drawTime(message) {
  const at = new Date(message.posted_at * 1000);
  const full = formatDate(message.posted_at, "{date_long} {time_secs}");
  return h("time", { class: "message-time", datetime: at.toISOString(), title: full }, clock(at));
}

function drawContent(app, message, surface) {
  const body = message.blocks?.length
    ? drawBlocks(surface, message.blocks)
    : h("div", { class: "text" }, mrkdwn(app, message.text ?? ""));
  return [body, message.edited && h("span", { class: "edited" }, "(edited)")];
}

function drawOnlyYou() {
  return h("div", { class: "only-you" }, icon("eye"), "Only visible to you");
}

function drawDismiss(app, message) {
  const dismiss = () => app.change((ui) => ui.dismissed.add(message.ts));
  return h("button", { type: "button", class: "link-button", onclick: dismiss }, "Dismiss message");
}

function drawReplies(app, message) {
  if (!message.reply_count) return null;
  const words = repliesInWords(message.reply_count);
  return h("button", { type: "button", class: "replies", onclick: () => openThread(app, message.ts) }, words);
}

/** The number of replies, in words. */
export function repliesInWords(replies) {
  return replies === 1 ? "1 reply" : `${replies} replies`;
}

function drawTools(app, message, author) {
  const open = () => openThread(app, message.ts);
  const name = `Reply in thread to ${author.real_name}`;
  return h("div", { class: "message-tools" }, h("button", { type: "button", class: "tool-small", "aria-label": name, onclick: open }, "Reply"));
}
