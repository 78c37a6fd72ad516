// The guide's facts about the page: who acts, what is open, and how far the two requests of the first run have come.

const TITLE = /(R-(\d+)) · (.+?)\*?$/;

/** The facts that the steps need. `before` is the highest request number when the first run began. */
export function factsOf(app, before) {
  const { state, ui } = app;
  const cards = cardsOf(state).filter((card) => card.count > before);
  const [first = null, second = null] = cards;
  return {
    me: state.me.real_name,
    modal: state.views.length > 0,
    thread: ui.thread,
    losing: state.faults.some((fault) => fault.target === "benefits" && fault.kind === "drop_before"),
    first,
    second,
    checked: second && repliesTo(state, second).some((one) => one.text.includes("Check again by ")),
  };
}

/** The highest request number on a card that this person sees; 0 if there are no cards. */
export function highest(state) {
  return Math.max(0, ...cardsOf(state).map((card) => card.count));
}

/** The approval cards in the channels, lowest number first. */
function cardsOf(state) {
  const channels = state.conversations.filter((one) => one.kind === "channel");
  const cards = channels.flatMap((one) => state.messages[one.id].map((message) => cardOf(one.id, message)).filter(Boolean));
  return cards.sort((a, b) => a.count - b.count);
}

function cardOf(channel, message) {
  const found = message.is_bot && !message.thread_ts && TITLE.exec(message.blocks?.[0]?.text?.text ?? "");
  return found ? { channel, ts: message.ts, number: found[1], count: Number(found[2]), status: found[3] } : null;
}

function repliesTo(state, card) {
  return state.messages[card.channel].filter((message) => message.thread_ts === card.ts);
}
