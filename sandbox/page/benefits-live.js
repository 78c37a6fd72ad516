// What the page knows of the benefits system, updated while its panel is open.
import { fetchRegister } from "./api.js";

/** The panel when the page opens: closed, and without a search. `opened` is the employee whose records are shown. */
export function freshBenefits() {
  return { open: false, find: "", opened: null, employees: null, found: 0, total: 0 };
}

/** Add the functions that open, close, search and refresh the panel to the application. */
export function startBenefits(app) {
  const { benefits, inspector } = app.ui;
  const live = { running: null, again: false };
  app.refreshBenefits = () => benefits.open && refresh(app, live);
  app.openBenefits = () => {
    inspector.open = false; // both have the same place
    app.change(() => (benefits.open = true));
    refresh(app, live);
  };
  app.closeBenefits = () => app.change(() => (benefits.open = false));
  app.findInBenefits = (find) => {
    app.change(() => Object.assign(benefits, { find, opened: null }));
    refresh(app, live);
  };
}

function refresh(app, live) {
  live.again = live.running !== null;
  live.running ??= fetchUntilQuiet(app, live).finally(() => (live.running = null));
  return live.running;
}

async function fetchUntilQuiet(app, live) {
  const { benefits } = app.ui;
  do {
    live.again = false;
    const { ok, employees, found, total } = await fetchRegister(benefits.find);
    if (ok) app.change(() => Object.assign(benefits, { employees, found, total }));
  } while (live.again);
}
