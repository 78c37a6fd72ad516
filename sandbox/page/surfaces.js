// The two kinds of place where blocks are drawn, with one interface: read an element's value, set it, send the
// person's action, ask for options. `heading` is the level of headings there, one below the place's own title.
import { act } from "./api.js";
import { isAlone } from "./narrow.js";
import { collectValues, currentValue, setTyped } from "./view-values.js";

/** A message as a surface, in its conversation or `inThread`. Its elements have the values last chosen in this window. */
export function messageSurface(app, conversation, message, inThread) {
  const chosen = (blockId, element) => `${conversation}:${message.ts}:${blockId}:${element.action_id}`;
  return {
    app,
    id: `${inThread ? "t" : "m"}:${conversation}:${message.ts}`,
    kind: "message",
    heading: inThread && !isAlone(app, "thread") ? "h3" : "h2",
    errors: {},
    get: (blockId, element) => app.ui.chosen?.[chosen(blockId, element)] ?? element.initial_option ?? null,
    set: (blockId, element, raw) =>
      app.change((ui) => (ui.chosen = { ...ui.chosen, [chosen(blockId, element)]: raw })),
    send: (blockId, element, selected) =>
      app.act("click", { conversation, ts: message.ts, block_id: blockId, action_id: element.action_id, selected }),
    options: async () => ({ ok: false, error: "unsupported" }),
  };
}

/** A view (a modal or the app's home) as a surface. Its elements keep their values until the view drops them. */
export function viewSurface(app, view, errors) {
  const common = (blockId, element) => ({
    view_id: view.id,
    block_id: blockId,
    action_id: element.action_id,
    values: collectValues(app, view),
  });
  return {
    app,
    id: `v:${view.id}`,
    kind: view.type,
    heading: view.type === "home" ? "h2" : "h3",
    errors,
    get: (blockId, element) => currentValue(app, view, blockId, element),
    set: (blockId, element, raw) => app.change((ui) => setTyped(ui, view, blockId, element, raw)),
    send: (blockId, element, selected) => app.act("view_click", { ...common(blockId, element), selected }),
    options: (blockId, element, query) => act(app.ui.as, "options", { ...common(blockId, element), query }),
  };
}
