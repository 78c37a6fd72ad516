// The page's few icons, drawn as strokes in the colour of the text around them.
import { h } from "./dom.js";

const PATHS = {
  alert: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 7.5v5.5M12 16v.5",
  back: "M15 5l-7 7 7 7",
  benefits: "M6 3h12v18H6zM9 8h6M9 12h6M9 16h4",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  chevron: "M6 9l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  eye: "M2 12s4-6 10-6 10 6 10 6-4 6-10 6S2 12 2 12zM12 10a2 2 0 100 4 2 2 0 000-4z",
  fault: "M12 4l9 16H3zM12 10v4M12 17v.5",
  hash: "M9 4L7 20M17 4l-2 16M4 9h16M3 15h16",
  info: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 11v5.5M12 7.5v.5",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 017 0v3",
  moon: "M20 14A8 8 0 0110 4a8 8 0 1010 10z",
  guide: "M4 5h7a1 1 0 011 1v14a2 2 0 00-2-2H4zM20 5h-7a1 1 0 00-1 1v14a2 2 0 012-2h6z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M4 12l16-8-6 16-3-7z",
  shared: "M8 12a4 4 0 118 0 4 4 0 01-8 0zM3 12h5M16 12h5",
  tick: "M5 13l4 4L19 7",
  wire: "M3 8h14M13 4l4 4-4 4M21 16H7M11 12l-4 4 4 4",
  sun: "M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2",
};

/** An icon. It is always decorative: the control around it has the name. */
export function icon(name) {
  const path = h("path", { d: PATHS[name] });
  return h("svg", { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": true, focusable: "false" }, path);
}
