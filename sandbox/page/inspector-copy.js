// Copies a pair: as JSON with both sides opened, or its request as a curl command.
import { toast } from "./app.js";
import { opened } from "./inspector-words.js";

const LEFT_TO_CURL = new Set(["host", "connection", "content-length", "accept-encoding", "user-agent", "accept"]);

/** The pair as JSON. */
export function asJson(pair) {
  const side = (part) => part && { headers: Object.fromEntries(part.headers), body: opened(part) };
  const { version: _version, ...facts } = pair;
  return JSON.stringify({ ...facts, request: side(pair.request), answer: side(pair.answer) }, null, 2);
}

/** The request as a command for a shell in which the settings it names are set. */
export function asCurl(pair) {
  const headers = pair.request.headers.filter(([name]) => !LEFT_TO_CURL.has(name.toLowerCase()));
  const parts = [
    `curl -X ${pair.method} ${single(pair.url)}`,
    ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    pair.request.body && `--data-raw ${single(pair.request.body)}`,
  ];
  const signed = headers.some(([name]) => name === "x-slack-signature");
  const note = signed ? "# Secrets are replaced, so sign this anew with $SLACK_SIGNING_SECRET.\n" : "";
  return note + parts.filter(Boolean).join(" \\\n  ");
}

/** Put a text on the clipboard and say so. */
export async function copy(app, text, what) {
  try {
    await navigator.clipboard.writeText(text);
    app.change((ui) => (ui.inspector.copied = what));
  } catch {
    toast(app, "This browser does not let the page copy.");
  }
}

function single(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Double quotes where a setting is named, so that the shell fills it in. */
function quoted(text) {
  return text.includes("$") ? `"${text.replace(/["\\`]/g, "\\$&")}"` : single(text);
}
