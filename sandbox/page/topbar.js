// The bar on top: the workspace's name, the acting person, the fault switches, light and dark.
import { avatar } from "./avatar.js";
import { movePlace, startAgain } from "./guide-place.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { actAs, focusIn } from "./navigate.js";
import { isDark, toggleTheme } from "./theme.js";

const KINDS = { guest: "guest", outsider: "from another company", deactivated: "deactivated" };

/** Draw the top bar. */
export function drawTopbar(app) {
  const { team, faults } = app.state;
  return h(
    "header",
    { class: "topbar" },
    h("a", { class: "skip-link", href: "#conversation", onclick: skip }, "Skip to the conversation"),
    h("div", { class: "brand" }, h("span", { class: "brand-mark", "aria-hidden": true }), h("span", { class: "brand-words" }, h("strong", null, "Sandbox workspace"), h("span", { class: "team" }, team.name))),
    h("div", { class: "topbar-tools" }, guideButton(app), benefitsButton(app), inspectorButton(app), faultButton(app, faults.length), themeButton(app), personMenu(app)),
  );
}

function skip(event) {
  event.preventDefault();
  focusIn(".pane");
}

function guideButton(app) {
  const { open, run } = app.ui.guide;
  const toggle = () => (run === app.state.run ? movePlace(app, { open: !open }) : startAgain(app));
  return tool("guide", "First run", "A guided first run", open, toggle);
}

function inspectorButton(app) {
  const toggle = () => (app.ui.inspector.open ? app.closeInspector() : app.openInspector());
  return tool("wire", "Inspector", "What goes over the wire", app.ui.inspector.open, toggle);
}

function benefitsButton(app) {
  const toggle = () => (app.ui.benefits.open ? app.closeBenefits() : app.openBenefits());
  return tool("benefits", "Benefits system", "What is recorded in the benefits system", app.ui.benefits.open, toggle);
}

function tool(sign, name, title, pressed, toggle) {
  const props = { type: "button", class: "tool", key: name, "aria-label": name, "aria-pressed": pressed, title, onclick: toggle };
  return h("button", props, icon(sign), h("span", { class: "tool-text" }, name));
}

function faultButton(app, count) {
  const label = count ? `Faults, ${count} switched on` : "Faults";
  const open = () => app.change((ui) => (ui.faultsOpen = true));
  return h(
    "button",
    { type: "button", class: `tool${count ? " tool-on" : ""}`, "aria-label": label, title: "Fault switches", onclick: open },
    icon("fault"),
    h("span", { class: "tool-text" }, "Faults"),
    count > 0 && h("span", { class: "badge" }, String(count)),
  );
}

function themeButton(app) {
  const dark = isDark();
  const label = dark ? "Use light colours" : "Use dark colours";
  const toggle = () => app.change(toggleTheme);
  return h("button", { type: "button", class: "tool", "aria-label": label, title: label, onclick: toggle }, icon(dark ? "sun" : "moon"));
}

function personMenu(app) {
  const { me, people } = app.state;
  const items = people.map((person) => ({
    label: person.id,
    content: personLine(person),
    checked: person.id === me.id,
    disabled: person.kind === "deactivated",
    choose: () => actAs(app, person.id),
  }));
  const children = [avatar(me, { small: true }), h("span", { class: "tool-text" }, me.real_name), icon("chevron")];
  const props = { class: "tool person-button", "aria-label": `Acting as ${me.real_name}`, title: "Act as somebody else" };
  return menu(app, "person-menu", { name: "Act as", button: { props, children }, items });
}

function personLine(person) {
  const detail = [person.title, KINDS[person.kind]].filter(Boolean).join(" · ");
  return [avatar(person, { small: true }), h("span", { class: "person-line" }, h("strong", null, person.real_name), h("span", { class: "detail" }, ` ${detail}`))];
}
