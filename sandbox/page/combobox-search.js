// Searches a combobox's options: waits until typing pauses, asks, and ignores answers that come too late.

/** Search for `query` and put the result, or the failure, into the combobox's state. */
export function startSearch(box, query) {
  const { app, spec, state } = box;
  const turn = state.asked + 1;
  const short = query.length < spec.source.minLength;
  app.change(() => Object.assign(state, { asked: turn, active: 0, status: short ? "short" : "loading" }));
  if (short) return app.change(() => (state.groups = []));
  if (!spec.source.delay) return settle(box, turn, spec.source.search(query));
  clearTimeout(state.timer);
  state.timer = setTimeout(async () => settle(box, turn, await spec.source.search(query)), spec.source.delay);
}

function settle({ app, state }, turn, groups) {
  if (state.asked !== turn) return;
  app.change(() => Object.assign(state, { groups: groups ?? [], active: 0, status: groups ? "ready" : "failed" }));
}
