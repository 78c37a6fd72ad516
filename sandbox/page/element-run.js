// Sends the action of an element: asks first if the element has a confirm, and never sends twice at once.
import { failureOf, toast } from "./app.js";
import { askConfirm } from "./confirm.js";

/** Send the action of the element at `place`, with its selection. False if the person did not confirm. */
export async function run(place, element, selected) {
  const { app, id } = place;
  if (app.ui.busy[id]) return false;
  if (element.confirm && !(await askConfirm(app, element.confirm))) return false;
  const sending = place.surface.send(place.block.block_id, element, selected);
  app.change((ui) => (ui.busy[id] = sending));
  const answer = await sending;
  app.change((ui) => delete ui.busy[id]);
  const failure = failureOf(answer);
  if (failure) toast(app, failure);
  return true;
}

/**
 * Set the element's value, and send it at once where Slack does: outside inputs, or with dispatch_action. What is chosen
 * while an earlier choice is being sent is sent after it.
 */
export async function choose(place, element, raw) {
  const { app, id, surface, block } = place;
  const before = surface.get(block.block_id, element);
  surface.set(block.block_id, element, raw);
  if (block.type === "input" && !block.dispatch_action) return;
  while (app.ui.busy[id]) await app.ui.busy[id];
  if (!(await run(place, element, raw))) surface.set(block.block_id, element, before);
}
