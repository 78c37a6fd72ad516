// Slack's date tokens ({date_short_pretty}, {time}, {ago}, …) in the reader's time zone.

const DAY = 86400000;

// Made once: making a formatter takes longer than drawing the message that it is for.
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const CLOCK_WITH_SECONDS = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit", second: "2-digit" });
const WEEKDAY = new Intl.DateTimeFormat("en", { weekday: "long" });
const MONTH = new Intl.DateTimeFormat("en", { month: "long" });
const SHORT_DATE = new Intl.DateTimeFormat("en", { month: "short", day: "numeric", year: "numeric" });
const AGO = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** Replace every token of `format` for the instant `unix` (seconds); unknown tokens do not change. */
export function formatDate(unix, format, now = Date.now()) {
  const at = new Date(unix * 1000);
  return format.replace(/\{(\w+)\}/g, (token, name) => (TOKENS[name] ? TOKENS[name](at, now) : token));
}

/** Hours and minutes as the reader's locale writes them. */
export function clock(at) {
  return CLOCK.format(at);
}

/** "today", "yesterday", "tomorrow", or null for any other day. */
export function relativeDay(at, now) {
  const distance = Math.round((midnight(at) - midnight(new Date(now))) / DAY);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[distance] ?? null;
}

/** The day in words with its weekday, as a divider between messages shows it. */
export function longDay(at) {
  return `${WEEKDAY.format(at)}, ${ordinalDate(at)}`;
}

/** "just now", "3 minutes ago", "in 2 days". */
export function ago(at, now) {
  const seconds = (at - now) / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return AGO.format(Math.round(seconds / size), unit);
}

const UNITS = [
  ["year", 31536000],
  ["month", 2592000],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

const TOKENS = {
  date: (at) => ordinalDate(at),
  date_short: (at) => SHORT_DATE.format(at),
  date_long: (at) => longDay(at),
  date_pretty: (at, now) => relativeDay(at, now) ?? ordinalDate(at),
  date_short_pretty: (at, now) => relativeDay(at, now) ?? SHORT_DATE.format(at),
  date_long_pretty: (at, now) => relativeDay(at, now) ?? longDay(at),
  date_num: (at) => [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-"),
  time: (at) => clock(at),
  time_secs: (at) => CLOCK_WITH_SECONDS.format(at),
  ago: (at, now) => ago(at, now),
};

function ordinalDate(at) {
  return `${MONTH.format(at)} ${ordinal(at.getDate())}, ${at.getFullYear()}`;
}

function ordinal(day) {
  const teen = day % 100 > 10 && day % 100 < 14;
  return `${day}${(!teen && { 1: "st", 2: "nd", 3: "rd" }[day % 10]) || "th"}`;
}

function midnight(at) {
  return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate());
}

function two(number) {
  return String(number).padStart(2, "0");
}
