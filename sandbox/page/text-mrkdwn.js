// Slack's mrkdwn as elements: styles, quotes, code, links, mentions, dates, emoji. Anything else stays text.
import { h } from "./dom.js";
import { formatDate } from "./text-date.js";
import { emoji } from "./text-emoji.js";
import { decode } from "./text-entities.js";
import { broadcast, channelMention, groupMention, link, userMention } from "./text-links.js";

const TOKEN = /<([^<>\n]+)>|`([^`\n]+)`|:([a-z0-9_+-]+):|(https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"*_~])/;
const STYLES = { "*": "strong", _: "em", "~": "s" };
const STYLED = /(^|[\s\p{P}\p{S}])([*_~])(?!\s)((?:(?!\2)[^\n])*[^\s])\2(?=$|[\s\p{P}\p{S}])/u;

/** Draw mrkdwn text. `app` names the people and channels that are mentioned. */
export function mrkdwn(app, text) {
  return text.split(/```\n?([\s\S]*?)\n?```/).map((piece, index) => {
    return index % 2 ? h("pre", { class: "code-block" }, decode(piece)) : quotesAndLines(app, piece);
  });
}

/** Draw a text object: plain_text as text (with emoji unless switched off), mrkdwn as mrkdwn. */
export function textObject(app, object) {
  if (!object) return null;
  if (object.type === "mrkdwn") return mrkdwn(app, object.text);
  return plainText(object.text, object.emoji !== false);
}

/** Text in which only emoji short codes are drawn. */
export function plainText(text, withEmoji = true) {
  if (!withEmoji) return text;
  return text.replace(/:([a-z0-9_+-]+):/g, (code, name) => emoji(name) ?? code);
}

function quotesAndLines(app, text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const quoted = /^(?:>|&gt;) ?(.*)$/.exec(line);
    const last = groups.at(-1);
    if (last && last.quote === Boolean(quoted)) last.lines.push(quoted ? quoted[1] : line);
    else groups.push({ quote: Boolean(quoted), lines: [quoted ? quoted[1] : line] });
  }
  return groups.map((group) => drawGroup(app, group));
}

function drawGroup(app, group) {
  const lines = group.lines.flatMap((line, index) => [index ? h("br") : null, inline(app, line)]);
  return group.quote ? h("blockquote", null, lines) : lines;
}

function inline(app, text) {
  const token = TOKEN.exec(text);
  const styled = STYLED.exec(text);
  if (styled && (!token || styled.index < token.index)) return drawStyled(app, text, styled);
  if (!token) return decode(text);
  const rest = text.slice(token.index + token[0].length);
  return [decode(text.slice(0, token.index)), drawToken(app, token), inline(app, rest)];
}

function drawStyled(app, text, styled) {
  const [whole, before, mark, inner] = styled;
  const rest = text.slice(styled.index + whole.length);
  return [decode(text.slice(0, styled.index) + before), h(STYLES[mark], null, inline(app, inner)), inline(app, rest)];
}

function drawToken(app, [whole, angled, code, shortcode, url]) {
  if (angled) return drawAngled(app, angled);
  if (code) return h("code", null, decode(code));
  if (shortcode) return emoji(shortcode) ?? whole;
  return link(decode(url), decode(url));
}

function drawAngled(app, content) {
  const bar = content.indexOf("|");
  const target = bar < 0 ? content : content.slice(0, bar);
  const label = bar < 0 ? null : decode(content.slice(bar + 1));
  if (target.startsWith("@")) return userMention(app, target.slice(1), label);
  if (target.startsWith("#")) return channelMention(app, target.slice(1), label);
  if (target.startsWith("!")) return drawCommand(app, target.slice(1), label);
  return link(decode(target), label);
}

function drawCommand(app, command, label) {
  const [name, ...rest] = command.split("^");
  if (name === "subteam") return groupMention(app, rest[0], label);
  if (name === "date") return drawDate(rest, label);
  return broadcast(label ?? name);
}

function drawDate([unix, format, url], fallback) {
  const seconds = Number(unix);
  if (!Number.isFinite(seconds) || !format) return fallback ?? "";
  const shown = formatDate(seconds, format);
  const time = h("time", { datetime: new Date(seconds * 1000).toISOString(), title: fallback }, shown);
  return url ? link(url, time) : time;
}
