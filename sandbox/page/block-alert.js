// The alert block of a modal: a coloured box with an icon, by its level.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { textObject } from "./text-mrkdwn.js";

const ICONS = { default: "info", info: "info", warning: "fault", error: "alert", success: "tick" };

/** Draw an alert block. A screen reader hears its level before its text. */
export function drawAlert(app, block) {
  const level = block.level ?? "default";
  const spoken = level === "default" ? "Note" : level[0].toUpperCase() + level.slice(1);
  return h(
    "div",
    { class: `alert alert-${level}`, role: "note", "aria-label": spoken },
    icon(ICONS[level] ?? "info"),
    h("div", { class: "text" }, textObject(app, block.text)),
  );
}
