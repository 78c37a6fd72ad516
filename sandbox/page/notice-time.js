// How long a notice over the page stays: long enough to read it, and for as long as somebody points at it or is in it.

const AT_LEAST = 8000; // milliseconds
const PER_CHARACTER = 60; // a slow reader's pace
const AGAIN = 2000; // after a look at a notice that somebody is reading

/** The milliseconds that a notice with this text stays. */
export function timeFor(text) {
  return AT_LEAST + PER_CHARACTER * text.length;
}

/** Call `leave` when the time of a notice is over. A hidden page, the pointer or the focus in the notice keep it. */
export function leaveLater(node, text, leave) {
  const look = () => {
    if (!node.isConnected) return;
    if (document.hidden || node.matches(":hover, :focus-within")) setTimeout(look, AGAIN);
    else leave();
  };
  setTimeout(look, timeFor(text));
}

/** The notices of before this page was loaded have had their time. Those of an open modal still belong to it. */
export function dismissOld(ui, { notices, views }) {
  if (ui.noticesKnown) return;
  ui.noticesKnown = true;
  const open = new Set(views.map((view) => view.id));
  notices.filter((notice) => !open.has(notice.view_id)).forEach((notice) => ui.dismissed.add(notice.id));
}
