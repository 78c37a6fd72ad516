// Where somebody is in the first run, remembered in this browser for all its windows.
import { factsOf, highest } from "./guide-facts.js";
import { STEPS } from "./guide-steps.js";

const KEY = "sandbox-guide";

/** The remembered place. Whoever comes for the first time, by the bare address, finds the guide open. */
export function readPlace() {
  const kept = localStorage.getItem(KEY);
  return kept ? JSON.parse(kept) : { open: location.search === "", step: 0, before: 0, run: null };
}

/** Change the place and remember it. */
export function movePlace(app, changes) {
  app.change((ui) => {
    ui.guide = { ...ui.guide, ...changes };
    localStorage.setItem(KEY, JSON.stringify(ui.guide));
  });
}

/** Begin at the first step; requests that are already there are not part of it. */
export function beginAnew(app) {
  movePlace(app, { open: true, step: 0, before: highest(app.state), run: app.state.run });
}

/** Tick off every step that has happened. A sandbox that was started anew begins anew. */
export function advance(app) {
  const { guide } = app.ui;
  if (!guide.open) return;
  if (guide.run !== app.state.run) return beginAnew(app);
  const facts = factsOf(app, guide.before);
  let step = guide.step;
  while (step < STEPS.length && STEPS[step].done(facts)) step += 1;
  if (step !== guide.step) movePlace(app, { step });
}

/** Follow what other windows of this browser do. */
export function followPlace(app) {
  addEventListener("storage", (event) => {
    if (event.key === KEY && event.newValue) app.change((ui) => (ui.guide = JSON.parse(event.newValue)));
  });
}
