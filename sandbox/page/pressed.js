// Draws nothing while a pointer is pressed: a message that moves between press and release would lose the click.

const LONGEST = 1000; // milliseconds; for a press that ends where the page is not told, as outside the window

/** A function that calls `draw` at once, or, while a pointer is pressed, after its click was heard. */
export function drawUnpressed(draw) {
  let timer = null;
  let waiting = false;
  const release = () => {
    clearTimeout(timer);
    timer = null;
    if (waiting) setTimeout(draw);
    waiting = false;
  };
  addEventListener("pointerdown", () => (timer ??= setTimeout(release, LONGEST)), true);
  addEventListener("pointerup", release, true);
  addEventListener("pointercancel", release, true);
  return () => {
    waiting = timer !== null;
    if (!waiting) draw();
  };
}
