// The container block: other blocks under a title, which can be folded if the app says so.
import { widget } from "./app.js";
import { h } from "./dom.js";
import { drawRichText } from "./block-rich-text.js";
import { drawImage } from "./element-image.js";
import { icon } from "./icons.js";
import { plainText, textObject } from "./text-mrkdwn.js";

/** Draw a container around its children, which are drawn already. */
export function drawContainer(surface, block, children) {
  const { app } = surface;
  const id = `${surface.id}:${block.block_id}:container`.replace(/\s/g, "_");
  const state = widget(app, id, { open: !block.default_collapsed });
  const open = state.open || !block.is_collapsible;
  const fold = () => app.change(() => (state.open = !state.open));
  const head = block.is_collapsible
    ? h("button", { type: "button", class: "container-head", "aria-expanded": open, "aria-controls": id, onclick: fold }, drawHead(app, block), icon("chevron"))
    : h("div", { class: `container-head${block.has_header_divider ? " container-divided" : ""}` }, drawHead(app, block));
  return h(
    "section",
    { class: `container container-${block.width ?? "standard"}` },
    head,
    h("div", { class: "container-body", id, hidden: !open }, children),
  );
}

function drawHead(app, block) {
  const title = block.rich_text_title ? drawRichText(app, block.rich_text_title.elements) : plainText(block.title.text);
  return [
    block.icon && drawImage(block.icon, null),
    h(
      "span",
      { class: "container-words" },
      h("span", { class: "container-title" }, title),
      block.subtitle && h("span", { class: "container-subtitle" }, textObject(app, block.subtitle)),
    ),
  ];
}
