// A person's place in the first run, stored in this browser for all its windows.
import { factsOf, highest } from "./guide-facts.js";
import { STEPS } from "./guide-steps.js";

const KEY = "sandbox-guide";

/** The stored place. The guide is open for a person who comes for the first time, by the bare address. */
export function readPlace() {
  const kept = localStorage.getItem(KEY);
  return kept ? JSON.parse(kept) : { open: location.search === "", step: 0, before: 0, run: null };
}

/** Change the place and store it. */
export function movePlace(app, changes) {
  app.change((ui) => {
    ui.guide = { ...ui.guide, ...changes };
    localStorage.setItem(KEY, JSON.stringify(ui.guide));
  });
}

/** Begin at the first step; requests that are already there are not part of it. */
export function startAgain(app) {
  movePlace(app, { open: true, step: 0, before: highest(app.state), run: app.state.run });
}

/** Tick off every step that has happened. A restarted sandbox begins at the first step again. */
export function advance(app) {
  const { guide } = app.ui;
  if (!guide.open) return;
  if (guide.run !== app.state.run) return startAgain(app);
  const facts = factsOf(app, guide.before);
  let step = guide.step;
  while (step < STEPS.length && STEPS[step].done(facts)) step += 1;
  if (step !== guide.step) movePlace(app, { step });
}

/** Follow the other windows of this browser. */
export function followPlace(app) {
  addEventListener("storage", (event) => {
    if (event.key === KEY && event.newValue) app.change((ui) => (ui.guide = JSON.parse(event.newValue)));
  });
}
