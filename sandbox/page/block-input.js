// The input block: a label, its element, its hint and its error, tied together for a screen reader.
import { h } from "./dom.js";
import { drawElement, elementId } from "./elements.js";
import { plainText } from "./text-mrkdwn.js";

/** Draw an input block. */
export function drawInput(surface, block) {
  const id = elementId(surface, block, block.element);
  const error = surface.errors[block.block_id];
  const described = [error && `${id}:error`, block.hint && `${id}:hint`].filter(Boolean).join(" ");
  const label = { text: block.label.text, describedBy: described || null, invalid: Boolean(error) };
  return h(
    "div",
    { class: `input${error ? " input-wrong" : ""}` },
    h(
      "label",
      { class: "input-label", for: id, id: `${id}:label` },
      plainText(block.label.text),
      block.optional && h("span", { class: "optional" }, " (optional)"),
    ),
    drawElement(surface, block, block.element, label),
    error && h("p", { class: "input-error", id: `${id}:error`, role: "alert" }, plainText(error)),
    block.hint && h("p", { class: "input-hint", id: `${id}:hint` }, plainText(block.hint.text)),
  );
}
