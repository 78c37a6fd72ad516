// Slack's three entities. Decoding happens exactly once: "&amp;lt;" is "&lt;", never "<".

const CHARACTERS = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const ENTITIES = { "<": "&lt;", ">": "&gt;", "&": "&amp;" };

/** The text with &lt; &gt; &amp; decoded once. */
export function decode(text) {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => CHARACTERS[entity]);
}

/** A typed text as Slack's clients send it: text typed by hand never becomes a mention or a link. */
export function encode(text) {
  return text.replace(/[<>&]/g, (character) => ENTITIES[character]);
}
