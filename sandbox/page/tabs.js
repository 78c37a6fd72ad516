// Tabs: only the chosen tab is in the focus order, and arrow keys move between tabs.
import { h } from "./dom.js";

/** Draw one tab. */
export function tab(name, selected, choose) {
  const props = { type: "button", role: "tab", class: "tab", key: name, "aria-selected": selected, tabindex: selected ? "0" : "-1" };
  return h("button", { ...props, onclick: choose }, name);
}

/** Handle the keys of a tab list. */
export function tabKeys(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tabs = [...event.currentTarget.querySelectorAll('[role="tab"]')];
  const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
  event.preventDefault();
  next.focus();
  next.click();
}
