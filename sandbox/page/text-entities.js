// Slack's three entities, decoded exactly once: "&amp;lt;" is "&lt;", never "<".

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** The text with &lt; &gt; &amp; decoded once. */
export function decode(text) {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity]);
}
