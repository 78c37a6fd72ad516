// Draws interactive elements. An element of a type that is not known here is drawn as a visible box, never skipped.
import { h } from "./dom.js";
import { drawButton } from "./element-button.js";
import { drawChoices } from "./element-choices.js";
import { drawImage } from "./element-image.js";
import { drawOverflow } from "./element-overflow.js";
import { drawSelect } from "./element-select.js";
import { drawField, drawTextInput } from "./element-text.js";

const ELEMENTS = {
  button: drawButton,
  overflow: drawOverflow,
  radio_buttons: drawChoices,
  checkboxes: drawChoices,
  plain_text_input: drawTextInput,
  email_text_input: drawField,
  url_text_input: drawField,
  number_input: drawField,
  datepicker: drawField,
  timepicker: drawField,
  image: (_place, element) => drawImage(element, null),
};
const SELECT = /^(multi_)?(static|external|users|conversations|channels)_select$/;

/**
 * Draw one element of a block. `label` names it: an object with the text of the input block around it, describedBy and
 * invalid; or the text next to it; or nothing.
 */
export function drawElement(surface, block, element, label) {
  const place = { surface, app: surface.app, block, id: elementId(surface, block, element), ...naming(label, element) };
  const draw = SELECT.test(element.type) ? drawSelect : ELEMENTS[element.type];
  return draw ? draw(place, element) : unsupported("element", element.type);
}

/** The id of an element's control in the document. */
export function elementId(surface, block, element) {
  return `${surface.id}:${block.block_id}:${element.action_id ?? element.type}`.replace(/\s/g, "_");
}

/** The visible box for something that cannot be drawn. */
export function unsupported(what, type) {
  return h("div", { class: "unsupported", role: "note" }, `unsupported ${what}: ${type}`);
}

function naming(label, element) {
  const inInput = typeof label === "object";
  return {
    inInput,
    name: inInput ? label.text : (element.accessibility_label ?? element.placeholder?.text ?? label ?? "Choose"),
    describedBy: inInput ? label.describedBy : null,
    invalid: inInput && label.invalid,
  };
}
