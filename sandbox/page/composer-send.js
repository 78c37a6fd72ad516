// Sends the text of a message box. A refused text comes back into the box, with the reason.
import { failureOf } from "./app.js";
import { encode } from "./text-entities.js";

/** Send the draft of a message box. */
export async function send(app, place) {
  const text = (app.ui.drafts[place.key] ?? "").trim();
  if (!text) return;
  app.change((ui) => {
    ui.drafts[place.key] = "";
    ui.refusals[place.key] = null;
  });
  const answer = await app.act("say", { conversation: place.conversation, thread_ts: place.thread ?? undefined, text: encode(text) });
  if (!answer.ok) app.change((ui) => refuse(ui, place, text, answer));
}

function refuse(ui, place, text, answer) {
  ui.drafts[place.key] ||= text;
  ui.refusals[place.key] = sentence(text, answer);
}

function sentence(text, answer) {
  if (answer.error === "no_commands_in_threads") return `${text.split(/\s/)[0]} is not supported in threads. Sorry!`;
  return failureOf(answer);
}
