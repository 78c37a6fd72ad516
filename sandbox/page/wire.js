// The inspector's copy of the recorded pairs, updated while it is open.
import { clearWire, fetchWire } from "./api.js";

/** The inspector when the page opens: closed, and without filters. */
export function freshInspector() {
  return { open: false, pairs: [], version: 0, opened: null, filter: { protocol: "", call: "", status: "", text: "" } };
}

/** Add the functions that open, close, refresh and empty the inspector to the application. */
export function startInspector(app) {
  const { inspector } = app.ui;
  const live = { running: null, again: false };
  app.refreshInspector = () => inspector.open && refresh(app, live);
  app.openInspector = () => {
    app.ui.benefits.open = false; // both have the same place
    app.change(() => (inspector.open = true));
    refresh(app, live);
  };
  app.closeInspector = () => app.change(() => (inspector.open = false));
  app.emptyInspector = async () => {
    await clearWire();
    await refresh(app, live);
  };
}

function refresh(app, live) {
  live.again = live.running !== null;
  live.running ??= fetchUntilQuiet(app, live).finally(() => (live.running = null));
  return live.running;
}

async function fetchUntilQuiet(app, live) {
  do {
    live.again = false;
    const { inspector } = app.ui;
    const news = await fetchWire(inspector.version);
    if (news.ok && news.version < inspector.version) {
      Object.assign(inspector, { version: 0, pairs: [] }); // the sandbox was restarted and counts from one
      live.again = true;
    } else if (news.ok) {
      app.change(() => take(inspector, news));
    }
  } while (live.again);
}

/** Add new pairs, and drop those that the sandbox no longer has. */
function take(inspector, { version, kept, pairs }) {
  const still = new Set(kept);
  const byNumber = new Map(inspector.pairs.filter((pair) => still.has(pair.n)).map((pair) => [pair.n, pair]));
  for (const pair of pairs) byNumber.set(pair.n, pair);
  inspector.pairs = [...byNumber.values()].sort((a, b) => b.n - a.n);
  inspector.version = version;
}
