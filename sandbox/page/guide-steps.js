// The steps of the first run: what to do, how the page sees that it is done, and what happened then and why.
import { addFault } from "./api.js";
import { h } from "./dom.js";

const LOST = { target: "benefits", call: "reissue", kind: "drop_before", times: 1 };
const SETTLED = /^(Reissued|Closed)/;

/** The two parts, by the number of their first step. */
export const PARTS = [
  { from: 0, title: "A request, from asking to done" },
  { from: 5, title: "When an answer is lost" },
];

/** Steps: title, `todo(facts, app)`, `done(facts)`, `then(facts)`; the facts are those of guide-facts.js. */
export const STEPS = [
  {
    title: "Ask as Nina",
    todo: () => ["You are ", strong("Nina"), ", who works in HR. Type ", h("kbd", null, "/reissue"), " in the message box and press Enter."],
    done: ({ modal, first }) => modal || first,
    then: () => "Slack sent the bot the command, signed; the bot opened the form within the 3 seconds that Slack allows.",
  },
  {
    title: "Fill in the form",
    todo: () => ["Find an employee (try ", h("kbd", null, "grace"), "), choose the rest, give a reason, and press ", strong("Send for approval"), "."],
    done: ({ first }) => first,
    then: ({ first }) => `${first.number} was saved before the form was answered, and its card is drawn from the database: nothing gets lost if the bot stops now.`,
  },
  {
    title: "Become Marcus",
    todo: ({ first }) => ["Nobody approves their own request. Close the form, then switch to ", strong("Marcus"), ", an HR manager, with the name at the top right, to decide ", first.number, "."],
    done: ({ me, first }) => me === "Marcus Lindqvist" || first?.status.startsWith("Waiting") === false,
    then: () => "Whether Marcus may approve is asked at his click, not when the button is drawn. (A second window can be another person, too.)",
  },
  {
    title: "Approve",
    todo: ({ first }) => ["Press ", strong("Approve"), ` on the card of ${first.number}, and confirm.`],
    done: ({ first }) => first?.status.startsWith("Waiting") === false,
    then: () => "The decision was saved, then the click answered; only then one call left for the benefits API. One: a second would close the enrollment that the first one opens.",
  },
  {
    title: "Read the outcome",
    todo: ({ first }) => ["Once the card says ", strong("Reissued"), ", open the thread under it: it holds the new enrollment. Now: ", first.status, "."],
    done: ({ first, thread }) => first?.status.startsWith("Reissued") && thread === first.ts,
    then: () => "The card says “Reissued” only after the API has said so. If that takes longer than half a second, it says “Approved, applying…” meanwhile.",
  },
  {
    title: "Cut the line",
    todo: (_facts, app) => ["Now make the answer of the next reissue call get lost. ", button("Lose the answer", async () => (await addFault(LOST), app.refresh()))],
    done: ({ losing, second }) => losing || second,
    then: () => "The next call goes out and no answer comes back: the bot cannot know whether it took effect.",
  },
  {
    title: "Ask once more",
    todo: () => ["Marcus may ask as well: as him, type ", h("kbd", null, "/reissue"), " for another employee (try ", h("kbd", null, "ada"), "), leave only one of the enrollments ticked, and send it."],
    done: ({ second }) => second,
    then: ({ second }) => `${second.number} waits. It is for another employee because an enrollment has at most one open request.`,
  },
  {
    title: "Approve as Priya",
    todo: ({ second }) => ["Switch to ", strong("Priya"), `, the other HR manager, and approve ${second.number}.`],
    done: ({ second }) => second?.status.startsWith("Waiting") === false,
    then: () => "The call went out and the line went dead. The bot does not send it again; it looks in Vitable whether the reissue took effect.",
  },
  {
    title: "Wait a moment",
    todo: ({ second }) => ["The bot looks for a new enrollment for about ten seconds. Now: ", strong(second.status), "."],
    done: ({ second }) => second?.status.startsWith("Outcome unknown") || SETTLED.test(second?.status),
    then: () => "It found nothing new. That proves nothing, for Vitable may still be working on it: so the bot asks a person instead of guessing.",
  },
  {
    title: "Check again",
    todo: () => ["Press ", strong("Check again"), " on the card and confirm: it only reads."],
    done: ({ second, checked }) => checked || SETTLED.test(second?.status),
    then: () => "Looking once more can do no harm; sending once more might.",
  },
  {
    title: "Settle it by hand",
    todo: (_facts, app) => ["You look into the ", button("Benefits system", () => app.openBenefits()), ": nothing there, the line was cut before the call arrived. So press ", strong("Send again"), ". (Had you found a new enrollment, ", strong("Mark as done…"), " would be right.)"],
    done: ({ second }) => SETTLED.test(second?.status),
    then: () => "A person settled it, and the thread says who. The Inspector shows every call of it; Faults has more ways to break things.",
  },
];

function button(label, choose) {
  return h("button", { type: "button", class: "button button-teacher", onclick: choose }, label);
}

function strong(text) {
  return h("strong", null, text);
}
