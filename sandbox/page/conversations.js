// Names and icons of conversations.

/** The name of a conversation to show: "#general", or the app's name. */
export function titleOf(conversation) {
  return conversation.kind === "im" ? conversation.name : `#${conversation.name}`;
}

/** The icon for the kind of conversation. */
export function signOf(conversation) {
  if (conversation.kind === "im") return "bolt";
  if (conversation.is_shared) return "shared";
  return conversation.is_private ? "lock" : "hash";
}
