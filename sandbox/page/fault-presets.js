// The faults that the page can switch on, each with a plain sentence about its effect.

/** The calls that a fault can hit, per target; the first is the default. */
export const CALLS = {
  benefits: ["reissue", "enrollment", "enrollments", "employee", "employees", "employer", "employers", "events", "event", "plans", "products", "members", "employments", "member_enrollments", "organizations", "webhook_events", "*"],
  slack: ["*", "chat.postMessage", "chat.update", "chat.postEphemeral", "views.open", "views.update", "views.publish", "users.info", "usergroups.users.list", "conversations.members", "auth.test"],
  blocks: ["alert", "container", "table", "header", "rich_text", "*"],
  delivery: ["*", "command", "block_actions", "view_submission", "block_suggestion", "event"],
  socket: ["*", "hello", "command", "block_actions", "view_submission", "block_suggestion", "event"],
};

/** Each target, in words. */
export const TARGETS = {
  benefits: { title: "Benefits API", question: "Strikes the call" },
  slack: { title: "Slack's answers to the bot", question: "Strikes the method" },
  blocks: { title: "Blocks that this Slack knows", question: "Strikes blocks of type" },
  delivery: { title: "Slack's deliveries to the bot", question: "Strikes the delivery" },
  socket: { title: "The bot's socket (Socket Mode)", question: "Strikes before the delivery of" },
};

/** Presets per target: name, rule, sentence; `edit` is the one property that can be changed before switching on. */
export const PRESETS = {
  benefits: [
    ["Slow", { kind: "slow", seconds: 5 }, "The API does it and answers well, but only after this many seconds. A bot that has stopped waiting by then cannot know.", "seconds"],
    ["429 Too many requests", { kind: "ratelimited", seconds: 3 }, "The API turns the call away and says when to come back, in seconds. Certainly nothing happened, so the bot sends it again by itself.", "seconds"],
    ["500 before", { kind: "error_before", status: 500 }, "The API answers 500 and nothing has happened. The bot cannot know that: a 500 proves nothing."],
    ["500 after", { kind: "error_after", status: 500 }, "It takes effect, but the answer is 500. To the bot it looks exactly as if nothing had happened."],
    ["Dropped before", { kind: "drop_before" }, "The line is cut before the call is taken up: nothing has happened, but the bot cannot know that."],
    ["Dropped after", { kind: "drop_after" }, "It takes effect, but the bot never gets the answer: it has to look in Vitable to find out."],
    ["Hanging", { kind: "hang", seconds: 60 }, "Silent for this many seconds, and takes effect only at the end: perhaps long after the bot has stopped waiting.", "seconds"],
    ["Hanging without effect", { kind: "hang_before", seconds: 60 }, "Silent for this many seconds, and nothing ever happens. While it is silent, nobody can tell it from the one above.", "seconds"],
    ["Refused with a message", { kind: "refuse", status: 422, message: "This enrollment window is closed." }, "The API answers 422 with this message. Certainly nothing happened: the bot shows the message, and a person may retry.", "message"],
    ["Unreadable answer", { kind: "unreadable" }, "It takes effect; the answer is 200 with a body nobody can read. Done, but the bot must read the result elsewhere."],
    ["HTML error page", { kind: "html_error" }, "A gateway answers 502 with a web page. It may have stood before or behind the work: the bot cannot know."],
    ["Byte-order mark", { kind: "bom" }, "It takes effect, and the answer is right, but it begins with an invisible mark that some systems put before every text."],
    ["null for a list", { kind: "null_list" }, "A list is answered as null, as some servers write an empty one. An answer that is no list stays as it is."],
  ],
  slack: [
    ["429 Too many requests", { kind: "ratelimited", seconds: 3 }, "Slack turns the call away and says when to come back, in seconds. The card comes late, not never.", "seconds"],
    ["5xx", { kind: "server_error" }, "Slack answers 500; nothing was posted. The bot tries again later."],
    ["Dropped before accept", { kind: "drop_before" }, "The line is cut before Slack takes the call: nothing is posted, but the bot cannot know that."],
    ["Dropped after accept", { kind: "drop_after" }, "Slack accepts the post, but the bot never gets the answer: it cannot know whether the card is there."],
    ["Slow", { kind: "slow", seconds: 5 }, "Slack answers well, but only after this many seconds.", "seconds"],
    ["Error", { kind: "error", message: "token_revoked" }, "Slack takes the call and says no, with this error code.", "message"],
  ],
  blocks: [
    ["Not known here", { kind: "unknown", message: "invalid_blocks" }, "Slack refuses the message or the form with this error code, as a workspace does that does not have this type of block yet.", "message"],
  ],
  delivery: [
    ["Dropped", { kind: "drop" }, "What you do never reaches the bot. Slack tells you that it timed out, and does not send it again."],
    ["Repeated", { kind: "repeat" }, "What you do reaches the bot twice, with the same signature. It must count once."],
    ["Slow", { kind: "slow", seconds: 2 }, "What you do reaches the bot only after this many seconds. Beyond 3 s you are told that it failed, and yet the bot acts on it.", "seconds"],
  ],
  socket: [
    ["Closed before", { kind: "drop_before" }, "The socket is closed before the delivery: it never arrives, and the bot has to connect again."],
    ["Closed after", { kind: "drop_after" }, "The delivery goes out, then the socket is closed: the bot acts on it, but cannot acknowledge."],
    ["Open but dead", { kind: "silent" }, "The socket stays open and carries nothing any more. Only a bot that watches for silence notices."],
    ["Asked to leave", { kind: "disconnect" }, "Slack warns that it will close the socket soon, as it does every few hours. The bot opens another; nothing gets lost."],
  ],
};

/** The sentence about an active fault. */
export function describe(fault) {
  const preset = PRESETS[fault.target]?.find(([, rule]) => rule.kind === fault.kind);
  const name = preset?.[0] ?? fault.kind;
  const every = fault.target === "blocks" ? "every type" : "every call";
  const call = fault.call === "*" ? every : fault.call;
  const extra = [fault.seconds !== null && `${fault.seconds} s`, fault.message].filter(Boolean).join(", ");
  return {
    name: extra ? `${name} (${extra})` : name,
    where: `${TARGETS[fault.target]?.title ?? fault.target}: ${call}`,
    strikes: fault.times === null ? "until switched off" : `${fault.times} ${fault.times === 1 ? "strike" : "strikes"} left`,
    sentence: preset?.[2] ?? "",
  };
}
