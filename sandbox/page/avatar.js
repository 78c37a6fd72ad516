// A person's or an app's picture: initials on their colour.
import { h } from "./dom.js";

/** Draw the avatar of a person, or of the bot when `isBot`; decorative, because the name is next to it. */
export function avatar(person, { isBot = false, small = false } = {}) {
  const shape = `avatar${small ? " avatar-small" : ""}${isBot ? " avatar-bot" : ""}`;
  const colour = person?.color && /^#?[0-9a-f]{3,8}$/i.test(person.color) ? `#${person.color.replace("#", "")}` : null;
  const style = colour && !isBot ? `background: ${colour}` : null;
  return h("span", { class: shape, style, "aria-hidden": true }, person?.initials ?? "?");
}
