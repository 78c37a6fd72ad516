// The page's only mutable object: the server's latest state (`state`), what the person is doing here (`ui`), and the
// functions that change them. Views are functions of it; `change` draws them again.
import { act } from "./api.js";
import { freshBenefits } from "./benefits-live.js";
import { readPlace } from "./guide-place.js";
import { freshInspector } from "./wire.js";

/** Build the application around a function that draws it. `address` keeps the choice of person. */
export function createApp(draw, address) {
  const app = { state: null, ui: freshUi(address), draw, pending: false };
  app.change = (mutate) => change(app, mutate);
  app.act = (verb, fields) => perform(app, verb, fields);
  app.refresh = async () => {};
  return app;
}

function freshUi(address) {
  return {
    as: address.as,
    conversation: address.conversation,
    thread: address.thread,
    pane: "messages", // what a narrow window shows: "list" or "messages"
    tab: "messages", // in the app's own conversation: "home" or "messages"
    drafts: {},
    refusals: {},
    widgets: {},
    views: {},
    busy: {},
    confirm: null,
    faultsOpen: false,
    guide: readPlace(),
    inspector: freshInspector(),
    benefits: freshBenefits(),
    dismissed: new Set(),
    toasts: [],
    connected: true,
  };
}

function change(app, mutate) {
  mutate(app.ui);
  if (app.pending) return;
  app.pending = true;
  queueMicrotask(() => {
    app.pending = false;
    app.draw();
  });
}

async function perform(app, verb, fields) {
  const answer = await act(app.ui.as, verb, fields);
  await app.refresh();
  return answer;
}

/** Local state of one widget (is its list open, what is typed into its search), kept by the id of its element. */
export function widget(app, id, initial) {
  app.ui.widgets[id] ??= initial;
  return app.ui.widgets[id];
}

/** Tell the person that the thing they just did went wrong. */
export function toast(app, text) {
  app.change((ui) => {
    ui.toasts = [...ui.toasts.slice(-2), { id: `toast-${Date.now()}`, text, kind: "trouble_connecting" }];
  });
}

const TOLD_BY_NOTICE = new Set(["operation_timeout", "trouble_connecting"]);

/** The sentence to show about an answer; nothing if it succeeded or if a notice of the server already says it. */
export function failureOf(answer) {
  return answer.ok || TOLD_BY_NOTICE.has(answer.error) ? null : (answer.message ?? answer.error);
}

/** Do something for the person and tell them when it went wrong. */
export async function attempt(app, verb, fields) {
  const answer = await app.act(verb, fields);
  const failure = failureOf(answer);
  if (failure) toast(app, failure);
}

/** The person with this id, or undefined if they are not in this workspace. */
export function personById(app, id) {
  return app.state.people.find((person) => person.id === id);
}

/** The open conversation: the chosen one if this person can see it, otherwise the first. */
export function openConversation(app) {
  const all = app.state.conversations;
  return all.find((one) => one.id === app.ui.conversation) ?? all[0];
}
