// The records of one employee in the benefits system: each enrollment before and after a reissue, and the life events.
import { at, coverage, day, eventStatus, money, status, tier } from "./benefits-words.js";
import { h } from "./dom.js";

/** Draw the enrollments and the life events of an employee. */
export function drawRecords({ enrollments, events }) {
  return h(
    "div",
    { class: "records" },
    drawGroup("Enrollments", enrollments.map(drawEnrollment), "No enrollments."),
    drawGroup("Life events", events.map(drawEvent), "No life events."),
  );
}

function drawGroup(title, drawn, none) {
  return [h("h4", { class: "records-title", key: title }, title), drawn.length ? h("ul", { class: "record-list", key: `${title} list` }, drawn) : h("p", { key: none, class: "detail" }, none)];
}

function drawEnrollment(one) {
  return h(
    "li",
    { key: one.id, class: `record record-${one.status}`, "data-enrollment": one.id },
    h("p", { class: "record-head" }, h("strong", null, one.product), h("span", { class: `record-status record-is-${one.status}` }, status(one.status))),
    h("p", null, one.plan ?? "No plan chosen", one.tier && ` · ${tier(one.tier)}`),
    h("p", null, coverage(one.starts, one.ends)),
    one.employee_cents !== null && h("p", null, `Employee pays ${money(one.employee_cents)}, employer ${money(one.employer_cents)} a month`),
    one.covered.length > 0 && h("p", null, `Covered too: ${one.covered.join(", ")}`),
    one.opened_by && drawOpening(one.opened_by),
    one.closed_by && h("p", { class: "record-change" }, `Closed by a reissue at ${at(one.closed_by.at)}; `, code(one.closed_by.new_enrollment_id), " was opened instead."),
    h("p", { class: "record-id" }, code(one.id)),
  );
}

function drawOpening({ at: moment, enrollment_id: old, reason }) {
  return h("p", { class: "record-change" }, `Opened by a reissue at ${at(moment)}, instead of `, code(old), ".", reason && ` Reason: ${reason}`);
}

function drawEvent(one) {
  return h(
    "li",
    { key: one.id, class: "record" },
    h("p", { class: "record-head" }, h("strong", null, one.kind.replaceAll("_", " ")), h("span", { class: `record-status record-is-${one.status}` }, eventStatus(one.status))),
    h("p", null, `On ${day(one.date)}; the window closes on ${day(one.closes)}`),
    h("p", { class: "record-id" }, code(one.id)),
  );
}

function code(text) {
  return h("code", null, text);
}
