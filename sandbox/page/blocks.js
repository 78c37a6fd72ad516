// Draws Block Kit blocks. A block of a type that is not known here is drawn as a visible box, never skipped.
import { h } from "./dom.js";
import { drawElement, unsupported } from "./elements.js";
import { drawAlert } from "./block-alert.js";
import { drawContainer } from "./block-container.js";
import { drawInput } from "./block-input.js";
import { drawRichText } from "./block-rich-text.js";
import { drawTable } from "./block-table.js";
import { drawImage } from "./element-image.js";
import { markdown } from "./text-markdown.js";
import { plainText, textObject } from "./text-mrkdwn.js";

const LOADING = /^[\s:\w*]*\b(loading|opening|looking up|looking for|reading|fetching|one moment)\b[^.]*…[\s*_]*$/i;

const BLOCKS = {
  section: drawSection,
  header: (surface, block) => h(surface.heading, { class: "block-header" }, plainText(block.text.text)),
  divider: () => h("hr", { class: "block-divider" }),
  context: drawContext,
  actions: drawActions,
  input: drawInput,
  image: (surface, block) => drawImage(block, textObject(surface.app, block.title)),
  rich_text: (surface, block) => drawRichText(surface.app, block.elements),
  table: (surface, block) => drawTable(surface.app, block),
  alert: (surface, block) => drawAlert(surface.app, block),
  container: (surface, block) => drawContainer(surface, block, drawBlocks(surface, block.child_blocks)),
  markdown: (_surface, block) => h("div", { class: "block-markdown" }, markdown(block.text)),
};

/** Draw a list of blocks on a surface (a message, a modal, the app's home; see surfaces.js). */
export function drawBlocks(surface, blocks) {
  return h("div", { class: "blocks" }, blocks.map((block, index) => drawBlock(surface, block, index)));
}

/** Whether a text says that something is still being loaded; it is drawn with a spinner then. */
export function isLoading(block) {
  const text = block.type === "section" ? block.text : block.type === "context" ? block.elements[0] : null;
  return LOADING.test(text?.text ?? "");
}

function drawBlock(surface, block, index) {
  const draw = BLOCKS[block.type];
  const key = block.block_id ?? `n${index}`;
  const content = draw ? draw(surface, block) : unsupported("block", block.type);
  const loading = isLoading(block);
  return h(
    "div",
    { key, class: `block block-of-${block.type}${loading ? " block-loading" : ""}`, "data-block-id": block.block_id },
    loading && h("span", { class: "spinner", "aria-hidden": true }),
    content,
  );
}

function drawSection(surface, block) {
  return h(
    "div",
    { class: "section" },
    h(
      "div",
      { class: "section-body" },
      block.text && h("div", { class: "text" }, textObject(surface.app, block.text)),
      block.fields && h("div", { class: "fields" }, block.fields.map((field) => drawField(surface, field))),
    ),
    block.accessory &&
      h("div", { class: "accessory" }, drawElement(surface, block, block.accessory, sectionName(block))),
  );
}

function drawField(surface, field) {
  return h("div", { class: "text field" }, textObject(surface.app, field));
}

function sectionName(block) {
  return (block.text ?? block.fields?.[0])?.text.replace(/[*_~`]/g, "").slice(0, 80);
}

function drawContext(surface, block) {
  const parts = block.elements.map((element) => {
    if (element.type === "image") return drawImage(element, null);
    return h("span", { class: "text" }, textObject(surface.app, element));
  });
  return h("div", { class: "context" }, parts);
}

function drawActions(surface, block) {
  const elements = block.elements.map((element) => drawElement(surface, block, element, undefined));
  return h("div", { class: "actions" }, elements);
}
