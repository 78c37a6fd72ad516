// The app's home: a view that is not a modal.
import { drawBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { viewSurface } from "./surfaces.js";

/** Draw the home view. */
export function drawHome(app, view) {
  return h(
    "div",
    { class: "scroller home", key: "home", role: "tabpanel", "aria-label": "Home", tabindex: "0", "data-view-id": view.id },
    drawBlocks(viewSurface(app, view, {}), view.blocks),
  );
}
