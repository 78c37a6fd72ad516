// Slack's own sentences to this person: timeouts, lost connections, refusals; and a banner while no bot is running.
// Those over the page go away by themselves; those in a modal stay beside what they are about.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { leaveLater } from "./notice-time.js";

const SHOWN = 3;

/** The server's notices that this person has not dismissed and that pass the filter `wanted`, newest last. */
export function noticesOf(app, wanted) {
  return app.state.notices.filter((notice) => !app.ui.dismissed.has(notice.id) && wanted(notice)).slice(-SHOWN);
}

/** Draw one notice with its dismiss button. `passing`: it goes away by itself. */
export function drawNotice(app, notice, { passing = false } = {}) {
  const dismiss = () =>
    app.change((ui) => {
      ui.dismissed.add(notice.id);
      ui.toasts = ui.toasts.filter((one) => one.id !== notice.id);
    });
  const info = notice.kind === "info";
  return h(
    "div",
    {
      key: notice.id,
      class: `notice ${info ? "notice-info" : "notice-trouble"}`,
      role: info ? "status" : "alert",
      onmount: passing ? (node) => leaveLater(node, notice.text, dismiss) : null,
    },
    icon(info ? "bolt" : "fault"),
    h("span", { class: "notice-text" }, notice.text),
    h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss notice", onclick: dismiss }, icon("close")),
  );
}

/** Draw the notices that belong to no open modal, over everything else: at the top while a dialog is open. */
export function drawNotices(app, overDialog) {
  const inModal = new Set(app.state.views.slice(-1).map((view) => view.id));
  const notices = [...noticesOf(app, (notice) => !inModal.has(notice.view_id)), ...app.ui.toasts].slice(-SHOWN);
  return h("div", { class: `notices${overDialog ? " notices-over-dialog" : ""}` }, notices.map((notice) => drawNotice(app, notice, { passing: true })));
}

/** Draw the lines above the workspace: the sandbox is lost, or the bot is not answering. */
export function drawBanners(app) {
  const { bot } = app.state;
  return [
    !app.ui.connected && h("div", { key: "lost", class: "banner banner-lost", role: "status" }, h("span", { class: "spinner" }), "Reconnecting…"),
    bot.running ? !bot.answering && drawSilent(bot) : drawAbsent(bot),
  ];
}

function drawSilent(bot) {
  return h("div", { key: "bot", class: "banner banner-bot", role: "alert" }, h("strong", null, "The bot is not answering"), ` at ${bot.url}.`, bot.last_error && ` ${bot.last_error}`);
}

/** No bot is running: show the command that starts it. */
function drawAbsent(bot) {
  const command = (text) => h("code", null, text);
  return h(
    "div",
    { key: "no-bot", class: "banner banner-bot", role: "alert" },
    h("strong", null, "No bot is running"),
    bot.url ? ` at ${bot.url}. ` : ". ",
    "For sandbox and bot together, stop this and type ",
    command("make demo"),
    "; or start a bot with the settings that this sandbox printed when it started: ",
    command("python -m bot web"),
    ". This line goes away by itself.",
  );
}
