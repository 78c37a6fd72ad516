// The faults that can be switched on from the page, each with a plain sentence of what it will do.

/** Calls a fault can strike, per target; the first is the choice to begin with. */
export const CALLS = {
  benefits: ["reissue", "enrollment", "enrollments", "employee", "employees", "employers", "events", "event", "plans", "products", "*"],
  slack: ["*", "chat.postMessage", "chat.update", "chat.postEphemeral", "views.open", "views.update", "views.publish", "users.info", "usergroups.users.list", "conversations.members", "auth.test"],
  delivery: ["*", "command", "block_actions", "view_submission", "block_suggestion", "event"],
};

/** What each target is, in words. */
export const TARGETS = {
  benefits: { title: "Benefits API", question: "Strikes the call" },
  slack: { title: "Slack's answers to the bot", question: "Strikes the method" },
  delivery: { title: "Slack's deliveries to the bot", question: "Strikes the delivery" },
};

/** Presets per target: name, rule, sentence; `edit` is the one property that can be changed before switching on. */
export const PRESETS = {
  benefits: [
    ["Slow", { kind: "slow", seconds: 5 }, "Answers well, but only after this many seconds.", "seconds"],
    ["429 Too many requests", { kind: "ratelimited", seconds: 3 }, "Refuses, nothing happens; asks to come back after this many seconds.", "seconds"],
    ["500 before", { kind: "error_before", status: 500 }, "Answers 500 and nothing has happened."],
    ["500 after", { kind: "error_after", status: 500 }, "It takes effect, but the answer is 500."],
    ["Dropped before", { kind: "drop_before" }, "The connection closes without an answer; nothing has happened."],
    ["Dropped after", { kind: "drop_after" }, "It takes effect, then the connection closes without an answer."],
    ["Hanging", { kind: "hang", seconds: 60 }, "Silent for this many seconds, and takes effect only at the end.", "seconds"],
    ["Hanging without effect", { kind: "hang_before", seconds: 60 }, "Silent for this many seconds; nothing happens.", "seconds"],
    ["Refused with a message", { kind: "refuse", status: 422, message: "This enrollment window is closed." }, "Answers 422 with this message; nothing happens.", "message"],
    ["Unreadable answer", { kind: "unreadable" }, "It takes effect; the answer is 200 with a body nobody can read."],
    ["HTML error page", { kind: "html_error" }, "Answers with a gateway's HTML page in place of JSON."],
  ],
  slack: [
    ["429 Too many requests", { kind: "ratelimited", seconds: 3 }, "Slack refuses and asks to come back after this many seconds.", "seconds"],
    ["5xx", { kind: "server_error" }, "Slack answers 503; nothing was posted."],
    ["Dropped before accept", { kind: "drop_before" }, "The connection closes; Slack did not do it."],
    ["Dropped after accept", { kind: "drop_after" }, "Slack does it, then the connection closes without an answer."],
    ["Slow", { kind: "slow", seconds: 5 }, "Slack answers well, but only after this many seconds.", "seconds"],
    ["Error", { kind: "error", message: "channel_not_found" }, "Slack answers with this error code.", "message"],
  ],
  delivery: [
    ["Dropped", { kind: "drop" }, "Never reaches the bot; the person sees a time-out."],
    ["Repeated", { kind: "repeat" }, "Reaches the bot twice, with the same signature."],
    ["Slow", { kind: "slow", seconds: 2 }, "Reaches the bot only after this many seconds.", "seconds"],
  ],
};

/** A sentence for a fault that is switched on. */
export function describe(fault) {
  const preset = PRESETS[fault.target]?.find(([, rule]) => rule.kind === fault.kind);
  const name = preset?.[0] ?? fault.kind;
  const call = fault.call === "*" ? "every call" : fault.call;
  const extra = [fault.seconds !== null && `${fault.seconds} s`, fault.message].filter(Boolean).join(", ");
  const times = fault.times === null ? "until switched off" : fault.times === 1 ? "once" : `${fault.times} times`;
  return { name: extra ? `${name} (${extra})` : name, where: `${TARGETS[fault.target]?.title ?? fault.target}, ${call}, ${times}` };
}
