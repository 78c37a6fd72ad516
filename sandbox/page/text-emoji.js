// The emoji short codes that are drawn; all others stay text.

const EMOJI = {
  "+1": "👍", "-1": "👎", adult: "🧑", alarm_clock: "⏰", apple: "🍎", arrow_right: "➡️", arrows_counterclockwise: "🔄",
  baby: "👶", ballot_box_with_check: "☑️", bell: "🔔", bulb: "💡", calendar: "📆", clipboard: "📋", clock1: "🕐",
  construction: "🚧", credit_card: "💳", date: "📅", email: "📧", exclamation: "❗", eyes: "👀", fire: "🔥",
  grey_question: "❔", handshake: "🤝", heart: "❤️", heavy_check_mark: "✔️", heavy_minus_sign: "➖",
  heavy_plus_sign: "➕", hourglass: "⌛", hourglass_flowing_sand: "⏳", house: "🏠", information_source: "ℹ️", key: "🔑",
  large_blue_circle: "🔵", large_green_circle: "🟢", large_orange_circle: "🟠", large_red_circle: "🔴",
  large_yellow_circle: "🟡", leftwards_arrow_with_hook: "↩️", link: "🔗", lock: "🔒", mag: "🔍", memo: "📝",
  moneybag: "💰", no_entry: "⛔", no_entry_sign: "🚫", octagonal_sign: "🛑", package: "📦", page_facing_up: "📄",
  pencil: "✏️", pencil2: "✏️", pushpin: "📌", question: "❓", raised_hand: "✋", recycle: "♻️", ring: "💍", robot_face: "🤖",
  rocket: "🚀", rotating_light: "🚨", shield: "🛡️", slightly_smiling_face: "🙂", smile: "😄", sparkles: "✨",
  speech_balloon: "💬", star: "⭐", stethoscope: "🩺", stopwatch: "⏱️", tada: "🎉", thread: "🧵", thumbsdown: "👎",
  thumbsup: "👍", ticket: "🎫", unlock: "🔓", warning: "⚠️", wastebasket: "🗑️", wave: "👋", white_check_mark: "✅",
  white_circle: "⚪", wrench: "🔧", x: "❌", zap: "⚡",
};

/** The character for a short code without its colons, or null when it is not one of ours. */
export function emoji(name) {
  return EMOJI[name] ?? null;
}
