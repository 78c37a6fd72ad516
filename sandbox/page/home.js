// The app's home: a view that is not a modal, or a line that says that the app has not published one yet.
import { drawBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { viewSurface } from "./surfaces.js";

/** Draw the Home tab. */
export function drawHome(app) {
  const view = app.state.home;
  return h(
    "div",
    { class: "scroller home", key: "home", role: "tabpanel", "aria-label": "Home", tabindex: "0", "data-view-id": view?.id },
    view ? drawBlocks(viewSurface(app, view, {}), view.blocks) : drawNothing(),
  );
}

function drawNothing() {
  return h(
    "div",
    { class: "hint" },
    h("p", { class: "hint-title" }, "This app has no Home yet"),
    h("p", null, "What it publishes with ", h("code", null, "views.publish"), " appears here, for each person their own."),
  );
}
