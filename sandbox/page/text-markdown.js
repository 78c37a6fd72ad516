// The `markdown` block: the common subset of Markdown that Slack draws, as elements.
import { h } from "./dom.js";
import { link } from "./text-links.js";

const INLINE = /\[([^\]\n]+)\]\(([^)\s]+)\)|`([^`\n]+)`|\*\*([^*\n]+)\*\*|~~([^~\n]+)~~|[*_]([^*_\n]+)[*_]/;
const KINDS = [
  ["heading", /^(#{1,6})\s+(.*)$/],
  ["rule", /^(?:---+|\*\*\*+)$/],
  ["quote", /^>\s?(.*)$/],
  ["bullet", /^\s*[-*+]\s+(.*)$/],
  ["number", /^\s*\d+[.)]\s+(.*)$/],
];

/** Draw Markdown text. */
export function markdown(text) {
  return text.split(/```\w*\n([\s\S]*?)\n?```/).map((piece, index) => {
    return index % 2 ? h("pre", { class: "code-block" }, piece) : grouped(piece).map(drawGroup);
  });
}

function grouped(text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const [kind, content, level] = classify(line);
    const last = groups.at(-1);
    const joins = last?.kind === kind && kind !== "heading" && kind !== "rule";
    if (joins) last.lines.push(content);
    else groups.push({ kind, level, lines: [content] });
  }
  return groups.filter((group) => group.kind !== "blank");
}

function classify(line) {
  if (!line.trim()) return ["blank", ""];
  for (const [kind, pattern] of KINDS) {
    const found = pattern.exec(line);
    if (found) return [kind, found.at(-1), found[1]?.length];
  }
  return ["text", line];
}

function drawGroup(group) {
  const draw = {
    heading: () => h("p", { class: "markdown-heading", role: "heading", "aria-level": group.level + 2 }, inline(group.lines[0])),
    rule: () => h("hr"),
    quote: () => h("blockquote", null, broken(group.lines)),
    bullet: () => h("ul", null, group.lines.map((line) => h("li", null, inline(line)))),
    number: () => h("ol", null, group.lines.map((line) => h("li", null, inline(line)))),
    text: () => h("p", null, broken(group.lines)),
  };
  return draw[group.kind]();
}

function broken(lines) {
  return lines.flatMap((line, index) => [index ? h("br") : null, inline(line)]);
}

function inline(text) {
  const found = INLINE.exec(text);
  if (!found) return text;
  const rest = inline(text.slice(found.index + found[0].length));
  return [text.slice(0, found.index), drawInline(found), rest];
}

function drawInline([, label, url, code, bold, struck, italic]) {
  if (url) return link(url, label);
  if (code) return h("code", null, code);
  if (bold) return h("strong", null, inline(bold));
  if (struck) return h("s", null, inline(struck));
  return h("em", null, inline(italic));
}
