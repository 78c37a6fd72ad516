// The main conversation as a small app of Slack's own JavaScript framework, over HTTP or Socket Mode.
// It knows nothing of the sandbox: only an address, tokens, and what Slack's documentation says.
import bolt from "@slack/bolt";

const { App, SocketModeReceiver, HTTPReceiver } = bolt;
const { MODE, SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, CHANNEL } = process.env;

const clientOptions = { slackApiUrl: SLACK_API_URL, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
const receiver =
  MODE === "socket"
    ? new SocketModeReceiver({ appToken: SLACK_APP_TOKEN, installerOptions: { clientOptions } })
    : new HTTPReceiver({ signingSecret: SLACK_SIGNING_SECRET, endpoints: "/slack/events" });
const app = new App({ token: SLACK_BOT_TOKEN, receiver, clientOptions });

const EMPLOYEES = ["Ada Lovelace", "Adam Smith", "Zoë Young"];
const plain = (text) => ({ type: "plain_text", text });
const option = (text) => ({ text: plain(text), value: text.toLowerCase().replaceAll(" ", "_") });
const button = (text, action_id, value) => ({ type: "button", text: plain(text), action_id, value });

function requestModal() {
  return {
    type: "modal",
    callback_id: "request",
    title: plain("Reissue"),
    submit: plain("Submit"),
    close: plain("Cancel"),
    blocks: [
      {
        type: "input",
        block_id: "employee",
        label: plain("Employee"),
        element: { type: "external_select", action_id: "employee", min_query_length: 1 },
      },
      {
        type: "input",
        block_id: "reason",
        label: plain("Reason"),
        element: { type: "plain_text_input", action_id: "reason", multiline: true },
      },
    ],
  };
}

function card(words, buttons) {
  const blocks = [{ type: "section", text: { type: "mrkdwn", text: words } }];
  return { text: words, blocks: buttons.length ? [...blocks, { type: "actions", elements: buttons }] : blocks };
}

const opening = async ({ ack, body, client }) => {
  await ack();
  await client.views.open({ trigger_id: body.trigger_id, view: requestModal() });
};
app.command("/reissue", opening);
app.shortcut("reissue_shortcut", opening);

app.options("employee", async ({ ack, options }) => {
  const found = EMPLOYEES.filter((name) => name.toLowerCase().includes(options.value.toLowerCase()));
  await ack({ options: found.map(option) });
});

app.view("request", async ({ ack, body, view, client }) => {
  const { employee, reason } = view.state.values;
  if (reason.reason.value.length < 5) {
    await ack({ response_action: "errors", errors: { reason: "Say a little more." } });
    return;
  }
  const sent = {
    type: "modal",
    title: plain("Sent"),
    blocks: [{ type: "section", text: plain("It is on its way.") }],
  };
  await ack({ response_action: "update", view: sent });
  const who = employee.employee.selected_option.text.text;
  const words = `*${who}*, asked for by <@${body.user.id}>: ${reason.reason.value}`;
  const buttons = [button("Approve", "approve", body.user.id), button("Deny…", "deny", body.user.id)];
  await client.chat.postMessage({ channel: CHANNEL, ...card(words, buttons) });
});

app.action("approve", async ({ ack, body, client, respond }) => {
  await ack();
  const { channel, message } = body;
  const words = `Approved by <@${body.user.id}>`;
  await client.chat.update({ channel: channel.id, ts: message.ts, ...card(words, []) });
  await client.chat.postMessage({ channel: channel.id, thread_ts: message.ts, text: "The new enrollment is open." });
  await respond({ text: "Thank you.", response_type: "ephemeral", replace_original: false });
});

app.action("deny", async ({ ack, body, action, client }) => {
  await ack();
  const view = requestModal();
  view.callback_id = "denial";
  view.private_metadata = JSON.stringify({ ts: body.message.ts, requester: action.value });
  view.blocks = view.blocks.slice(1);
  await client.views.open({ trigger_id: body.trigger_id, view });
});

app.view("denial", async ({ ack, body, view, client }) => {
  await ack();
  const { ts, requester } = JSON.parse(view.private_metadata);
  const because = view.state.values.reason.reason.value;
  await client.chat.update({ channel: CHANNEL, ts, ...card(`Denied by <@${body.user.id}>`, []) });
  await client.chat.postMessage({ channel: requester, text: `Denied: ${because}` });
});

app.error(async (error) => {
  console.error(`failed: ${error.stack ?? error}`);
});

const server = await app.start(0);
console.log(`ready ${MODE === "socket" ? 0 : server.address().port}`);
