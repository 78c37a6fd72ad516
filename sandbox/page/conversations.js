// How conversations are written and marked.

/** The name of a conversation as it is written: "#general", or the app's name. */
export function titleOf(conversation) {
  return conversation.kind === "im" ? conversation.name : `#${conversation.name}`;
}

/** The icon that says what kind of conversation this is. */
export function signOf(conversation) {
  if (conversation.kind === "im") return "bolt";
  if (conversation.is_shared) return "shared";
  return conversation.is_private ? "lock" : "hash";
}
