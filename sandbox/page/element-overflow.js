// The overflow element: a "…" button with a menu.
import { run } from "./element-run.js";
import { menu } from "./menu.js";
import { textObject } from "./text-mrkdwn.js";
import { icon } from "./icons.js";

/** Draw an overflow menu. */
export function drawOverflow(place, element) {
  const items = element.options.map((option) => ({
    label: option.text.text,
    content: textObject(place.app, option.text),
    choose: () => run(place, element, option),
  }));
  const button = { props: { class: "button button-icon", "aria-label": "More actions" }, children: icon("more") };
  return menu(place.app, place.id, { name: "More actions", button, items });
}
