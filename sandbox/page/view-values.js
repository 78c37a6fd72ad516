// The values typed and chosen in a view, kept here while block_id and action_id stay, even if the bot redraws the rest.

const STATELESS = new Set(["button", "overflow", "image", "workflow_button"]);

/** Local state of one view: what was typed, the errors under its fields, whether it is being submitted. */
export function viewUi(ui, view) {
  ui.views[view.id] ??= { typed: {}, errors: null, hash: view.hash, busy: false, failure: null };
  return ui.views[view.id];
}

/** Store a value that a person typed or chose, and remove the error under its field. */
export function setTyped(ui, view, blockId, element, raw) {
  const mine = viewUi(ui, view);
  mine.typed[blockId] = { ...mine.typed[blockId], [element.action_id]: raw };
  mine.errors = { ...(mine.errors ?? view.errors ?? {}), [blockId]: undefined };
}

/** An element's current value: typed here, otherwise from the server, otherwise its initial value. */
export function currentValue(app, view, blockId, element) {
  const typed = viewUi(app.ui, view).typed[blockId];
  if (typed && element.action_id in typed) return typed[element.action_id];
  const held = view.values?.[blockId]?.[element.action_id];
  return held === undefined ? initialOf(element) : rawOf(held);
}

/** The current values of all inputs of a view: {block_id: {action_id: text, option, list or null}}. */
export function collectValues(app, view) {
  const values = {};
  for (const [block, element] of statefulElements(view)) {
    values[block.block_id] ??= {};
    values[block.block_id][element.action_id] = currentValue(app, view, block.block_id, element);
  }
  return values;
}

/** Whether the person typed or chose anything in a view that closing it would lose. */
export function isTouched(app, view) {
  return statefulElements(view).some(([block, element]) => {
    return comparable(currentValue(app, view, block.block_id, element)) !== comparable(initialOf(element));
  });
}

/** A value as a text: options by their value, and nothing is nothing, be it null, an empty text or an empty list. */
function comparable(raw) {
  const values = [raw].flat().map((one) => one?.value ?? one);
  return JSON.stringify(values.filter((one) => one !== null && one !== undefined && one !== ""));
}

/** Delete the values of closed views and of fields that an update removed. */
export function pruneViews(ui, views) {
  const open = new Map(views.map((view) => [view.id, view]));
  for (const id of Object.keys(ui.views)) {
    const view = open.get(id);
    if (view) pruneView(ui.views[id], view);
    else delete ui.views[id];
  }
}

function pruneView(mine, view) {
  const kept = {};
  for (const [{ block_id: blockId }, { action_id: actionId }] of statefulElements(view)) {
    const typed = mine.typed[blockId];
    if (typed && actionId in typed) kept[blockId] = { ...kept[blockId], [actionId]: typed[actionId] };
  }
  mine.typed = kept;
  if (mine.hash !== view.hash) Object.assign(mine, { hash: view.hash, errors: null, failure: null });
}

function statefulElements(view) {
  const blocks = view.blocks.flatMap((block) => (block.type === "container" ? block.child_blocks : block));
  const pairs = blocks.flatMap((block) =>
    [block.element, block.accessory, ...(block.type === "actions" ? block.elements : [])].map((element) => [block, element]),
  );
  return pairs.filter(([, element]) => element && element.action_id && !STATELESS.has(element.type));
}

function initialOf(element) {
  const found = Object.keys(element).find((name) => name.startsWith("initial_") && name !== "initial_date_time");
  return found ? element[found] : null;
}

function rawOf(held) {
  if (held === null || typeof held !== "object" || Array.isArray(held) || held.type === undefined) return held;
  const found = Object.keys(held).find((name) => name === "value" || name.startsWith("selected_"));
  return found ? held[found] : null;
}
