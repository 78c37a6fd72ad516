// The benefits system as a person sees it who looks something up: employees, their enrollments, their life events.
import { drawRecords } from "./benefits-records.js";
import { day } from "./benefits-words.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

/** Draw the panel while it is open. */
export function drawBenefits(app) {
  const { benefits } = app.ui;
  if (!benefits.open) return null;
  return h(
    "aside",
    { class: "benefits", key: "benefits", "aria-label": "Benefits system" },
    drawHead(app, benefits),
    benefits.employees?.length
      ? h("ul", { class: "employees" }, benefits.employees.map((employee) => drawEmployee(app, employee)))
      : h("p", { class: "hint" }, benefits.employees ? "No employee matches." : "Loading…"),
  );
}

function drawHead(app, { find, employees, found, total }) {
  const shown = employees?.length < found ? `the first ${employees.length} of ${found}` : found < total ? `${found} of ${total}` : total;
  return h(
    "div",
    { class: "benefits-head" },
    h("div", { class: "benefits-words" }, h("h2", { class: "benefits-title" }, "Benefits system"), h("p", { class: "detail" }, "What a colleague sees who looks there. It does not come through the bot.")),
    h("input", {
      type: "search",
      class: "field-text",
      placeholder: "Find an employee",
      "aria-label": "Find an employee",
      value: find,
      oninput: (event) => app.findInBenefits(event.target.value),
    }),
    h("span", { class: "benefits-count", role: "status" }, employees && `${shown} employees`),
    h("button", { type: "button", class: "icon-button", "aria-label": "Close the benefits system", onclick: () => app.closeBenefits() }, icon("close")),
  );
}

function drawEmployee(app, employee) {
  const { benefits } = app.ui;
  const open = benefits.opened === employee.id || (benefits.opened === null && benefits.employees.length === 1);
  const toggle = () => app.change(() => (benefits.opened = open ? "" : employee.id));
  const line = { type: "button", class: "employee-line", "aria-expanded": open, onclick: toggle };
  return h(
    "li",
    { key: employee.id, class: "employee" },
    h(
      "h3",
      { class: "employee-name" },
      h(
        "button",
        line,
        icon("chevron"),
        h(
          "span",
          { class: "employee-words" },
          h("strong", null, employee.name || employee.id),
          h("span", { class: "employee-place" }, ` ${employee.employer}`, employee.left && `, left ${day(employee.left)}`),
          employee.last_reissue > 0 && h("span", { class: "employee-reissued" }, "reissued"),
        ),
      ),
    ),
    open && drawRecords(employee),
  );
}
