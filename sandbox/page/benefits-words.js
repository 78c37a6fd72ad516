// The words of the benefits system: its codes, days and amounts as people read them.
import { clock } from "./text-date.js";

const STATUSES = { pending: "Election pending", enrolled: "Enrolled", waived: "Waived", inactive: "Inactive" };
const EVENT_STATUSES = { pending: "Not reviewed yet", approved: "Approved", denied: "Denied" };
const TIERS = { EE: "Employee only", ES: "Employee and spouse", EC: "Employee and children", EF: "Family" };
const DAY = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };

/** The status of an enrollment. */
export const status = (code) => STATUSES[code] ?? code;

/** The status of a life event. */
export const eventStatus = (code) => EVENT_STATUSES[code] ?? code;

/** Who is covered. */
export const tier = (code) => TIERS[code] ?? code;

/** "$351.40". */
export const money = (cents) => (cents / 100).toLocaleString("en-US", { style: "currency", currency: "USD" });

/** "1 Jan 2026", of a date such as 2026-01-01. */
export const day = (date) => new Date(`${date}T00:00:00Z`).toLocaleDateString("en-GB", DAY);

/** "1 Jan 2026 – 31 Dec 2026". */
export const coverage = (starts, ends) => (starts && ends ? `${day(starts)} – ${day(ends)}` : "No coverage dates");

/** The time of something that happened, in unix seconds. */
export const at = (unix) => clock(new Date(unix * 1000));
