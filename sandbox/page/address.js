// The page's address keeps who is acting and what is open, so that a reload or a second window shows the same.

/** The person who acts when the address names none. */
export const FIRST_PERSON = "U0NINA";

/** Read the address: ?as=U…&in=C…&thread=ts. */
export function readAddress() {
  const query = new URLSearchParams(location.search);
  return { as: query.get("as") ?? FIRST_PERSON, conversation: query.get("in"), thread: query.get("thread") };
}

/** Write what is open into the address. */
export function writeAddress(ui) {
  const query = new URLSearchParams({ as: ui.as });
  if (ui.conversation) query.set("in", ui.conversation);
  if (ui.thread) query.set("thread", ui.thread);
  const wanted = `?${query}`;
  if (wanted !== location.search) history.replaceState(null, "", wanted);
}
