// Starts the page.
import { readAddress, writeAddress } from "./address.js";
import { createAnnouncer } from "./announce.js";
import { createApp } from "./app.js";
import { startBenefits } from "./benefits-live.js";
import { patch } from "./dom.js";
import { advance, followPlace } from "./guide-place.js";
import { startLive } from "./live.js";
import { NARROW } from "./narrow.js";
import { markRead } from "./navigate.js";
import { drawUnpressed } from "./pressed.js";
import { drawShell } from "./shell.js";
import { applyTheme } from "./theme.js";
import { dismissOld } from "./notice-time.js";
import { pruneViews } from "./view-values.js";
import { startInspector } from "./wire.js";

const MINUTE = 60000; // milliseconds

function draw(app) {
  writeAddress(app.ui);
  if (app.state) advance(app);
  document.title = app.state ? `${app.state.me.real_name} – Sandbox workspace` : "Sandbox workspace";
  patch(document.getElementById("root"), drawShell(app));
}

function start() {
  applyTheme();
  const announce = createAnnouncer(document.getElementById("announcer"));
  const app = createApp(drawUnpressed(() => draw(app)), readAddress());
  startInspector(app);
  startBenefits(app);
  followPlace(app);
  startLive(app, (_app, ui) => {
    dismissOld(ui, app.state);
    pruneViews(ui, [...app.state.views, app.state.home].filter(Boolean));
    markRead(app);
    announce(app);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => app.change(() => {}));
  NARROW.addEventListener("change", () => app.change(() => {}));
  document.addEventListener("visibilitychange", () => app.state && markRead(app));
  setInterval(() => app.change(() => {}), MINUTE); // "3 minutes ago" grows older
  app.change(() => {});
}

start();
