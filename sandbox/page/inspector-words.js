// The title and the result of a pair, and its bodies in a readable form.

/** The kinds of exchange. */
export const PROTOCOLS = {
  delivery: { lane: "Slack → bot", name: "Slack's deliveries" },
  web_api: { lane: "bot → Slack", name: "Web API calls" },
  benefits: { lane: "bot → benefits", name: "Benefits API calls" },
  webhook: { lane: "benefits → bot", name: "Benefits API webhooks" },
};

/** The possible results of a pair. */
export const RESULTS = { well: "Went well", refused: "Refused or failed", lost: "No answer", under_way: "Under way" };

const LOST = { dropped: "line cut", unreachable: "unreachable", caller_left: "caller left", under_way: "under way" };

/** A body as a value: JSON, or the fields of a form with their JSON parsed; any other text stays text. */
export function opened(part) {
  const body = part?.body ?? "";
  const type = part?.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (!type.includes("x-www-form-urlencoded")) return asJson(body);
  return Object.fromEntries([...new URLSearchParams(body)].map(([name, value]) => [name, asJson(value)]));
}

function asJson(text) {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The payload of a delivery, by HTTP or over a socket. */
function payloadOf(pair) {
  const body = opened(pair.request);
  return body.payload ?? body;
}

/** Who did it and what: "Nina: /reissue help" for a command, the name of the button for a click. */
export function subject(pair) {
  if (pair.protocol === "benefits") return new URL(pair.url).pathname.replace(/^\/benefits/, "");
  if (pair.protocol === "web_api") return refusal(pair) ?? contentOf(opened(pair.request));
  const payload = payloadOf(pair);
  if (pair.protocol === "webhook") return [payload.event_name, payload.resource_id].filter(Boolean).join(" ");
  const who = payload.user?.name ?? payload.user_name ?? payload.event?.user ?? "";
  const what = payload.command ? `${payload.command} ${payload.text}` : (payload.actions?.[0]?.action_id ?? payload.action_id ?? payload.view?.callback_id ?? payload.callback_id ?? payload.event?.type ?? "");
  return [who, what.trim()].filter(Boolean).join(": ");
}

/** A short summary of a call: the beginning of a message's text, or the name of a view. */
function contentOf(said) {
  const view = typeof said.view === "string" ? asJson(said.view) : said.view;
  return (said.text ?? view?.title?.text ?? said.user ?? said.usergroup ?? said.channel ?? "").slice(0, 120);
}

function refusal(pair) {
  const answer = opened(pair.answer);
  return answer.ok === false ? answer.error : null;
}

/** The result: one of RESULTS. */
export function resultOf(pair) {
  if (pair.outcome === "under_way") return "under_way";
  if (pair.outcome !== "answered") return "lost";
  return (pair.status ?? 200) < 400 && !refusal(pair) ? "well" : "refused";
}

/** The result in a word: the status or, without one, the outcome. */
export function statusOf(pair) {
  if (pair.outcome !== "answered") return LOST[pair.outcome];
  return refusal(pair) ? `${pair.status} not ok` : String(pair.status ?? "acknowledged");
}

/** A body for reading. */
export function pretty(part) {
  const value = opened(part);
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** A duration in seconds; short ones are shown in milliseconds. */
export function duration(seconds) {
  if (seconds === null) return "…";
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
}

/** The time of day to the millisecond, because the order matters here. */
export function clock(at) {
  const moment = new Date(at * 1000);
  return `${moment.toTimeString().slice(0, 8)}.${String(moment.getMilliseconds()).padStart(3, "0")}`;
}
