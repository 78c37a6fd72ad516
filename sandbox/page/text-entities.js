// Slack's three entities. Decoding happens exactly once: "&amp;lt;" is "&lt;", never "<".

const CHARACTERS = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const ENTITIES = { "<": "&lt;", ">": "&gt;", "&": "&amp;" };

/** The text with &lt; &gt; &amp; decoded once. */
export function decode(text) {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => CHARACTERS[entity]);
}

/** What a person typed, as Slack's clients send it: nothing they type by hand is a mention or a link. */
export function encode(text) {
  return text.replace(/[<>&]/g, (character) => ENTITIES[character]);
}
