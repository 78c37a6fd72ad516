// Buttons, with their styles, their confirm and their progress.
import { h } from "./dom.js";
import { run } from "./element-run.js";
import { plainText } from "./text-mrkdwn.js";

/** Draw a button element; one with a url opens it too. */
export function drawButton(place, element) {
  const busy = Boolean(place.app.ui.busy[place.id]);
  const press = () => {
    if (element.url && /^https?:\/\//i.test(element.url)) window.open(element.url, "_blank", "noopener,noreferrer");
    run(place, element, undefined);
  };
  return h(
    "button",
    {
      type: "button",
      class: `button ${element.style ? `button-${element.style}` : ""}`,
      "aria-label": element.accessibility_label,
      "aria-busy": busy ? "true" : null,
      "aria-disabled": busy ? "true" : null,
      onclick: press,
    },
    busy && h("span", { class: "spinner", "aria-hidden": true }),
    plainText(element.text.text, element.text.emoji !== false),
  );
}
