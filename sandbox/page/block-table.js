// The table block: a real table with its first row as the header. It scrolls sideways if it is too wide.
import { h } from "./dom.js";
import { drawRichText } from "./block-rich-text.js";

/** Draw a table block. */
export function drawTable(app, block) {
  const settings = block.column_settings ?? [];
  const [head, ...body] = block.rows;
  return h(
    "div",
    { class: "table-scroll", tabindex: "0", role: "group", "aria-label": "Table" },
    h(
      "table",
      null,
      h("thead", null, drawRow(app, head ?? [], settings, "th")),
      h("tbody", null, body.map((row) => drawRow(app, row, settings, "td"))),
    ),
  );
}

function drawRow(app, cells, settings, tag) {
  return h("tr", null, cells.map((cell, index) => drawCell(app, cell, settings[index] ?? {}, tag)));
}

function drawCell(app, cell, { align = "left", is_wrapped: wrapped }, tag) {
  const props = { class: `align-${align}${wrapped ? " wrapped" : ""}`, scope: tag === "th" ? "col" : null };
  return h(tag, props, cellContent(app, cell));
}

function cellContent(app, cell) {
  if (cell.type === "rich_text") return drawRichText(app, cell.elements);
  if (cell.type === "raw_text" || cell.type === "raw_number") return String(cell.text ?? cell.value ?? "");
  return h("span", { class: "unsupported" }, `unsupported cell: ${cell.type}`);
}
