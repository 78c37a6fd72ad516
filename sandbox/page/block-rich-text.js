// The rich_text block: sections, lists, quotes, preformatted text, with their styled elements.
import { h } from "./dom.js";
import { formatDate } from "./text-date.js";
import { emoji } from "./text-emoji.js";
import { broadcast, channelMention, groupMention, link, userMention } from "./text-links.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code" };

const PARTS = {
  rich_text_section: (app, part) => h("div", { class: "text" }, inlines(app, part.elements)),
  rich_text_quote: (app, part) => h("blockquote", null, inlines(app, part.elements)),
  rich_text_preformatted: (app, part) => h("pre", { class: "code-block" }, inlines(app, part.elements)),
  rich_text_list: drawList,
};

const INLINES = {
  text: (_app, element) => lines(element.text),
  link: (_app, element) => link(element.url, element.text),
  user: (app, element) => userMention(app, element.user_id),
  usergroup: (app, element) => groupMention(app, element.usergroup_id),
  channel: (app, element) => channelMention(app, element.channel_id),
  broadcast: (_app, element) => broadcast(element.range),
  emoji: (_app, element) => emoji(element.name) ?? `:${element.name}:`,
  date: (_app, element) => formatDate(element.timestamp, element.format),
  color: (_app, element) => h("code", null, element.value),
};

/** Draw the elements of a rich_text block (also found in the cells of a table). */
export function drawRichText(app, elements) {
  return h("div", { class: "rich-text" }, elements.map((part) => drawPart(app, part)));
}

function drawPart(app, part) {
  const draw = PARTS[part.type];
  return draw ? draw(app, part) : h("span", { class: "unsupported" }, `unsupported element: ${part.type}`);
}

function drawList(app, list) {
  const items = list.elements.map((item) => h("li", null, inlines(app, item.elements)));
  const style = `margin-left: ${(list.indent ?? 0) * 1.5}rem`;
  if (list.style === "ordered") return h("ol", { style, start: (list.offset ?? 0) + 1 }, items);
  return h("ul", { style }, items);
}

function inlines(app, elements) {
  return elements.map((element) => {
    const draw = INLINES[element.type];
    if (!draw) return h("span", { class: "unsupported" }, `unsupported element: ${element.type}`);
    return styled(draw(app, element), element.style ?? {});
  });
}

function styled(content, style) {
  const wanted = Object.keys(STYLES).filter((name) => style[name]);
  return wanted.reduce((inner, name) => h(STYLES[name], null, inner), content);
}

function lines(text) {
  return text.split("\n").flatMap((line, index) => [index ? h("br") : null, line]);
}
