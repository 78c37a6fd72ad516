// Keeps the page's state equal to the server's: fetches it each time the server reports a change, and reconnects by
// itself, more and more slowly, when the server is lost.
import { FIRST_PERSON } from "./address.js";
import { fetchState } from "./api.js";

const FIRST_DELAY = 400; // milliseconds
const LAST_DELAY = 8000;

/** Keep `app.state` current for the person in `app.ui.as`; `arrived(app)` runs before each new state is drawn. */
export function startLive(app, arrived) {
  const live = { source: null, delay: FIRST_DELAY, running: null, again: false, timer: null };
  app.refresh = () => refresh(app, live, arrived);
  app.reconnect = () => connect(app, live);
  connect(app, live);
}

function connect(app, live) {
  live.source?.close();
  clearTimeout(live.timer);
  const source = new EventSource(`/sandbox/events?as=${encodeURIComponent(app.ui.as)}`);
  live.source = source;
  source.onmessage = () => {
    live.delay = FIRST_DELAY;
    app.refresh();
  };
  source.addEventListener("wire", () => {
    app.refreshInspector();
    app.refreshBenefits();
  });
  source.onerror = () => retryLater(app, live, source);
}

function retryLater(app, live, source) {
  source.close();
  if (live.source !== source) return;
  app.change((ui) => (ui.connected = false));
  live.timer = setTimeout(() => connect(app, live), live.delay);
  live.delay = Math.min(live.delay * 2, LAST_DELAY);
}

function refresh(app, live, arrived) {
  live.again = live.running !== null;
  live.running ??= fetchUntilQuiet(app, live, arrived).finally(() => (live.running = null));
  return live.running;
}

async function fetchUntilQuiet(app, live, arrived) {
  do {
    live.again = false;
    const as = app.ui.as;
    const state = await fetchState(as);
    if (as !== app.ui.as) live.again = true;
    else if (state.conversations) take(app, state, arrived);
    else refused(app, state);
  } while (live.again);
}

/** The server is lost, or the address named a person who cannot act here: continue as the first person. */
function refused(app, { error }) {
  if (error === "unreachable") return app.change((ui) => (ui.connected = false));
  if (app.ui.as === FIRST_PERSON) return;
  app.change((ui) => (ui.as = FIRST_PERSON));
  app.reconnect();
}

function take(app, state, arrived) {
  app.state = state;
  app.change((ui) => {
    ui.connected = true;
    arrived(app, ui);
  });
}
