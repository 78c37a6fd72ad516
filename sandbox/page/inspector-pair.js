// One pair in the inspector: a line about what happened, and both sides when it is opened.
import { h } from "./dom.js";
import { asCurl, asJson, copy } from "./inspector-copy.js";
import { clock, duration, pretty, PROTOCOLS, resultOf, statusOf, subject } from "./inspector-words.js";

/** Draw a pair; `since` is the delivery before it; its time is shown relative to that. */
export function drawPair(app, pair, since) {
  const { inspector } = app.ui;
  const open = inspector.opened === pair.n;
  const toggle = () => app.change(() => Object.assign(inspector, { opened: open ? null : pair.n, copied: null }));
  return h(
    "li",
    { key: String(pair.n), class: `pair pair-of-${pair.protocol}${open ? " pair-open" : ""}` },
    h(
      "button",
      { type: "button", class: "pair-line", "aria-expanded": open, onclick: toggle },
      h("span", { class: "pair-at" }, clock(pair.at), since && h("span", { class: "pair-since" }, ` +${duration(pair.at - since.at)}`)),
      h("span", { class: "pair-lane" }, PROTOCOLS[pair.protocol].lane),
      h("span", { class: "pair-call" }, h("strong", null, pair.call), " ", h("span", { class: "pair-subject" }, subject(pair))),
      pair.fault && h("span", { class: "pair-fault" }, `fault: ${pair.fault}`),
      h("span", { class: `pair-status pair-${resultOf(pair)}` }, statusOf(pair)),
      h("span", { class: "pair-took" }, duration(pair.seconds)),
    ),
    open && drawSides(app, pair),
  );
}

function drawSides(app, pair) {
  const button = (label, text) => h("button", { type: "button", class: "button", onclick: () => copy(app, text(pair), label) }, label);
  return h(
    "div",
    { class: "pair-sides", onmount: (node) => node.parentElement.scrollIntoView({ block: "start" }) },
    h(
      "div",
      { class: "pair-tools" },
      button("Copy as JSON", asJson),
      pair.method !== "SOCKET" && button("Copy as curl", asCurl),
      h("span", { role: "status" }, app.ui.inspector.copied && "Copied."),
    ),
    pair.effect && h("p", { class: "pair-note" }, pair.outcome === "answered" ? "It changed something." : "It took effect, but the bot never got the answer."),
    drawSide("Request", `${pair.method} ${pair.url}`, pair.request),
    drawSide("Answer", statusOf(pair), pair.answer, pair.trouble),
  );
}

function drawSide(name, line, part, trouble) {
  return h(
    "section",
    { class: "pair-side", "aria-label": name },
    h("h3", null, name),
    h("p", { class: "pair-first" }, line),
    trouble && h("p", null, trouble),
    part && h("dl", { class: "pair-headers" }, part.headers.map(([header, value]) => [h("dt", null, header), h("dd", null, value)])),
    part?.body && h("pre", { class: "code-block", tabindex: "0", "aria-label": `${name} body` }, pretty(part)),
  );
}
