// Whether the window is so narrow that frame.css shows one part at a time, which is then the main part of the page.

/** The width up to which that is so. */
export const NARROW = matchMedia("(max-width: 720px)");

/** Whether this part ("list", "messages" or "thread") is all that the window shows. */
export function isAlone(app, part) {
  return NARROW.matches && (app.ui.thread ? "thread" : app.ui.pane) === part;
}
