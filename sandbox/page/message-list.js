// A scrolling list of messages with a line for each new day. It keeps its scroll position, unless it was at the end.
import { h } from "./dom.js";
import { drawMessage, repliesInWords } from "./message.js";
import { longDay, relativeDay } from "./text-date.js";

const NEAR_END = 60; // pixels
const SAME_BREATH = 300; // seconds between two messages of one author drawn as one

/** Draw messages as a list; `options`: key, label, inThread, before (drawn above them). */
export function drawMessageList(app, conversation, messages, { key, label, inThread = false, before }) {
  return h(
    "div",
    { key, class: "scroller", tabindex: "0", role: "region", "aria-label": label, onmount: start, onpatch: follow, onscroll: note },
    before,
    h("ol", { class: "messages", role: "list" }, messages.flatMap((message, index) => drawEntry(app, conversation, messages, index, inThread))),
  );
}

function drawEntry(app, conversation, messages, index, inThread) {
  const message = messages[index];
  const previous = messages[index - 1];
  const fresh = !previous || dayOf(previous) !== dayOf(message);
  const compact = !fresh && sameBreath(previous, message);
  const line = inThread ? index === 1 && drawLine(repliesInWords(messages.length - 1)) : fresh && drawDay(message);
  return [line, drawMessage(app, conversation, message, { compact: compact && !line, inThread })];
}

function drawDay(message) {
  const at = new Date(message.posted_at * 1000);
  const name = relativeDay(at, Date.now());
  return drawLine(name ? name[0].toUpperCase() + name.slice(1) : longDay(at));
}

function drawLine(words) {
  return h("li", { class: "line", key: `line ${words}` }, h("span", null, words));
}

function dayOf(message) {
  return new Date(message.posted_at * 1000).toDateString();
}

function sameBreath(previous, message) {
  const plain = !previous.ephemeral && !message.ephemeral && !previous.reply_count;
  return plain && previous.user === message.user && message.posted_at - previous.posted_at < SAME_BREATH;
}

function start(node) {
  node.atEnd = true;
  follow(node);
}

function follow(node) {
  if (node.atEnd) node.scrollTop = node.scrollHeight;
}

function note(event) {
  const node = event.currentTarget;
  node.atEnd = node.scrollHeight - node.scrollTop - node.clientHeight < NEAR_END;
}
