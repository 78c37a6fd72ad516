// The page's requests to the sandbox. Every function returns the parsed body; a lost server is an answer too.

const UNREACHABLE = { ok: false, error: "unreachable", message: "The sandbox does not answer. Is it still running?" };

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options });
  } catch {
    return UNREACHABLE;
  }
  return response.json().catch(() => UNREACHABLE);
}

function post(path, body) {
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/** Everything this person can see now. */
export function fetchState(as) {
  return ask(`/sandbox/state?as=${encodeURIComponent(as)}`);
}

/** Do what the person did: a verb of the sandbox ("say", "click", "submit", …) with its fields. */
export function act(as, verb, fields) {
  return post("/sandbox/act", { as, do: verb, ...fields });
}

/** The raw pairs that changed after a version, and the numbers of all kept pairs. */
export function fetchWire(after) {
  return ask(`/sandbox/wire?after=${after}`);
}

/** What a person sees who looks into the benefits system, and searches it for a name. */
export function fetchRegister(find) {
  return ask(`/sandbox/benefits/register?find=${encodeURIComponent(find)}`);
}

/** Delete every pair. */
export function clearWire() {
  return ask("/sandbox/wire", { method: "DELETE" });
}

/** Switch a fault on. */
export function addFault(rule) {
  return post("/sandbox/faults", rule);
}

/** Switch one fault off, or all of them when no id is given. */
export function removeFault(id) {
  return ask(id === undefined ? "/sandbox/faults" : `/sandbox/faults/${id}`, { method: "DELETE" });
}
