// A dialog in front of everything else: keeps the focus inside, closes with Escape, gives the focus back.
import { h } from "./dom.js";

const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]), select, textarea, [tabindex="0"]';
const origins = new WeakMap();

/** Draw a dialog. `options`: key, role, label (id of its title), describedBy, close(), small, drawer, busy, and props. */
export function dialog(options, ...children) {
  const { key, close, role = "dialog", small, drawer, props } = options;
  const shape = `dialog${small ? " dialog-small" : ""}${drawer ? " dialog-drawer" : ""}`;
  return h(
    "div",
    { class: `backdrop${drawer ? " backdrop-drawer" : ""}`, key },
    h(
      "div",
      {
        class: shape,
        role,
        tabindex: "-1",
        "aria-modal": "true",
        "aria-labelledby": options.label,
        "aria-describedby": options.describedBy,
        "aria-busy": options.busy ? "true" : null,
        onmount: enter,
        onpatch: settleFocus,
        onremove: giveBack,
        onkeydown: (event) => onKey(event, close),
        ...props,
      },
      children,
    ),
  );
}

/** Remember where the focus is, then move it into the dialog. */
function enter(node) {
  origins.set(node, remembered());
  settleFocus(node);
}

function remembered() {
  const element = document.activeElement;
  return { element, message: element?.closest("[data-ts]")?.getAttribute("data-ts") };
}

/** The focus goes to the first field once there is one, and stays wherever the person put it. */
function settleFocus(node) {
  const inside = node.contains(document.activeElement) && document.activeElement !== node;
  if (inside || node.closest("[inert]") || document.activeElement?.closest(".guide, .inspector, .benefits")) return;
  const field = node.querySelector('[data-focus], .dialog-body :is(input, textarea, [role="combobox"]):not([disabled])');
  (field ?? node).focus({ preventScroll: true });
}

/** Keep a part reachable when the window changes its size, too. */
export function watchReachable(node) {
  new ResizeObserver(() => keepReachable(node)).observe(node);
}

/** A part that scrolls and holds nothing to move the focus to takes the focus itself, so that keys can scroll it. */
export function keepReachable(node) {
  const alone = node.scrollHeight > node.clientHeight && !node.querySelector(FOCUSABLE);
  if (alone) node.setAttribute("tabindex", "0");
  else node.removeAttribute("tabindex");
}

function giveBack(node) {
  const { element, message } = origins.get(node) ?? {};
  const other = document.querySelector('[role="dialog"], [role="alertdialog"]');
  if (element?.isConnected && element !== document.body) return element.focus();
  if (other) return settleFocus(other);
  const card = message && document.querySelector(`[data-ts="${CSS.escape(message)}"]`);
  (card ?? document.querySelector(".composer textarea"))?.focus();
}

function onKey(event, close) {
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    close();
  } else if (event.key === "Tab") {
    wrap(event);
  }
}

function wrap(event) {
  const all = [...event.currentTarget.querySelectorAll(FOCUSABLE)].filter((node) => node.tabIndex >= 0 && node.offsetParent);
  const [first, last] = [all[0], all.at(-1)];
  const at = document.activeElement;
  const leaving = event.shiftKey ? at === first || at === event.currentTarget : at === last;
  if (!leaving || !first) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
