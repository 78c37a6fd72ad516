// The page's one changing thing: what the server last said (`state`), what the person is doing here (`ui`), and the
// ways to change either. Views are functions of it; `change` draws them again.
import { act } from "./api.js";
import { readPlace } from "./guide-place.js";
import { freshInspector } from "./wire.js";

/** Build the application around a function that draws it. `address` is where the choice of person is kept. */
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
    app.draw(app);
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

/** Tell the person something that went wrong with what they just did. */
export function toast(app, text) {
  app.change((ui) => {
    ui.toasts = [...ui.toasts.slice(-2), { id: `toast-${Date.now()}`, text, kind: "trouble_connecting" }];
  });
}

const TOLD_BY_NOTICE = new Set(["operation_timeout", "trouble_connecting"]);

/** What to tell a person about an answer: nothing when it went well or when a notice of the server says it already. */
export function failureOf(answer) {
  return answer.ok || TOLD_BY_NOTICE.has(answer.error) ? null : (answer.message ?? answer.error);
}

/** Do something for the person and tell them when it went wrong. */
export async function attempt(app, verb, fields) {
  const answer = await app.act(verb, fields);
  const failure = failureOf(answer);
  if (failure) toast(app, failure);
}

/** The person with this id, or undefined when they are not of this workspace. */
export function personById(app, id) {
  return app.state.people.find((person) => person.id === id);
}

/** The conversation that is open now: the chosen one while it is visible to this person, else the first. */
export function openConversation(app) {
  const all = app.state.conversations;
  return all.find((one) => one.id === app.ui.conversation) ?? all[0];
}
