// Describes elements as values and patches the page to match, so that focus, caret and scroll survive a new state.
// Foreign text only ever becomes a text node or an attribute; no function here parses markup.

const SVG = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set(["svg", "path", "circle", "rect"]);
const LIVE = new Set(["value", "checked", "disabled"]);
const HOOKS = new Set(["key", "onmount", "onpatch", "onremove"]);
const states = new WeakMap();

/** An element as a value: its tag, its attributes and handlers, its children (strings, elements, arrays, or nothing). */
export function h(tag, props, ...children) {
  return { tag, props: props ?? {}, key: props?.key, children: normal(children) };
}

function normal(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== "" && typeof child !== "boolean")
    .map((child) => (typeof child === "object" ? child : { text: String(child) }));
}

/** Give `parent` exactly these children, and keep every element that is still needed. */
export function patch(parent, children) {
  const after = []; // hooks run after the whole page is patched, so that they may move the focus
  reconcile(parent, normal([children]), after);
  after.forEach((run) => run());
}

function reconcile(parent, wanted, after) {
  const matches = match(parent, wanted);
  const kept = new Set(matches.filter(Boolean));
  [...parent.childNodes].filter((node) => !kept.has(node)).forEach((node) => drop(node, after));
  wanted.forEach((vnode, index) => {
    const node = matches[index] ? update(matches[index], vnode, after) : create(vnode, after);
    const place = parent.childNodes[index] ?? null;
    if (place !== node) parent.insertBefore(node, place);
  });
}

function match(parent, wanted) {
  const pool = new Map();
  for (const node of parent.childNodes) {
    const slot = slotOf(states.get(node) ?? { text: "" });
    pool.set(slot, [...(pool.get(slot) ?? []), node]);
  }
  return wanted.map((vnode) => pool.get(slotOf(vnode))?.shift());
}

/** Elements with the same slot are patched into each other: the tag, and the key or else the first class. */
function slotOf({ tag, key, props }) {
  return tag ? `${tag}|${key ?? `.${(props.class ?? "").split(" ")[0]}`}` : "#text";
}

function create(vnode, after) {
  if (!vnode.tag) return remember(document.createTextNode(vnode.text), vnode);
  const node = SVG_TAGS.has(vnode.tag) ? document.createElementNS(SVG, vnode.tag) : document.createElement(vnode.tag);
  reconcile(node, vnode.children, after);
  setProps(node, vnode.props, {});
  if (vnode.props.onmount) after.push(() => vnode.props.onmount(node));
  return remember(node, vnode);
}

function update(node, vnode, after) {
  const old = states.get(node);
  if (!vnode.tag) {
    if (old.text !== vnode.text) node.nodeValue = vnode.text;
    return remember(node, vnode);
  }
  reconcile(node, vnode.children, after);
  setProps(node, vnode.props, old.props);
  if (vnode.props.onpatch) after.push(() => vnode.props.onpatch(node));
  return remember(node, vnode);
}

function remember(node, vnode) {
  states.set(node, vnode);
  return node;
}

function drop(node, after) {
  collectRemoved(node, after);
  node.remove();
}

function collectRemoved(node, after) {
  const run = states.get(node)?.props?.onremove;
  if (run) after.push(() => run(node));
  node.childNodes.forEach((child) => collectRemoved(child, after));
}

function setProps(node, props, old) {
  for (const name of Object.keys(old)) if (!(name in props)) setProp(node, name, null, old[name]);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value, old[name]);
}

function setProp(node, name, value, old) {
  if (HOOKS.has(name)) return;
  if (name.startsWith("on")) node[name] = value ?? null;
  else if (LIVE.has(name)) setLive(node, name, value);
  else if (value !== old) setAttribute(node, name, value);
}

function setLive(node, name, value) {
  if (name === "value" && !("value" in node)) return setAttribute(node, name, value);
  const wanted = name === "value" ? (value ?? "") : Boolean(value);
  if (node[name] !== wanted) node[name] = wanted;
}

function setAttribute(node, name, value) {
  const spoken = name.startsWith("aria-") && typeof value === "boolean" ? String(value) : value;
  if (spoken === null || spoken === undefined || spoken === false) node.removeAttribute(name);
  else node.setAttribute(name, spoken === true ? "" : spoken);
}
