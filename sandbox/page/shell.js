// The whole page: the frame with bar, banners and columns, which cannot be used while a dialog is over them; and the
// teacher's panels around it, which can always be used.
import { drawBenefits } from "./benefits.js";
import { drawConfirm } from "./confirm.js";
import { h } from "./dom.js";
import { drawFaults } from "./faults.js";
import { drawGuide } from "./guide.js";
import { drawInspector } from "./inspector.js";
import { drawModal } from "./modal.js";
import { drawBanners, drawNotices } from "./notices.js";
import { drawPane } from "./pane.js";
import { drawSidebar } from "./sidebar.js";
import { drawThread } from "./thread.js";
import { drawTopbar } from "./topbar.js";

/** Draw everything. */
export function drawShell(app) {
  if (!app.state) return h("p", { class: "starting" }, app.ui.connected ? "Opening the workspace…" : "Reconnecting…");
  const layers = [drawColumns(app), drawModal(app), drawFaults(app), drawConfirm(app)];
  const names = ["workspace", "modal", "faults", "confirm"];
  const top = layers.findLastIndex(Boolean);
  const frame = [
    ...layers.map((layer, index) => layer && h("div", { class: `layer layer-${names[index]}`, key: names[index], inert: index < top }, layer)),
    h("div", { key: "notices" }, drawNotices(app, top > 0)),
  ];
  return h("div", { class: "bench" }, h("div", { class: "frame", key: "frame" }, frame), drawGuide(app), drawInspector(app), drawBenefits(app));
}

function drawColumns(app) {
  const thread = drawThread(app);
  const shows = thread ? "thread" : app.ui.pane;
  return [
    drawTopbar(app),
    drawBanners(app),
    h("div", { class: `columns showing-${shows}${thread ? " with-thread" : ""}`, key: "columns" }, drawSidebar(app), drawPane(app), thread),
  ];
}
