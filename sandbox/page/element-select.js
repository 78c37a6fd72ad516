// Select menus of every source (fixed options, the bot's options, people, channels), of one or of many choices.
import { combobox } from "./combobox.js";
import { titleOf } from "./conversations.js";
import { choose } from "./element-run.js";

const DEFAULT_MIN_QUERY = 3; // Slack's default for external selects

/** Draw a select menu as a combobox with a typeahead. */
export function drawSelect(place, element) {
  const { app, surface, block } = place;
  const many = element.type.startsWith("multi_");
  const kind = element.type.replace("multi_", "").replace("_select", "");
  const source = SOURCES[kind](place, element);
  const held = surface.get(block.block_id, element);
  const chosen = [held ?? []].flat().map((raw) => source.optionOf?.(raw) ?? raw);
  const raw = (option) => (source.optionOf ? option.value : option);
  return combobox(app, {
    id: place.id,
    name: place.name,
    labelled: place.inInput,
    describedBy: place.describedBy,
    invalid: place.invalid,
    required: place.inInput && !block.optional,
    placeholder: element.placeholder?.text ?? "Choose…",
    chosen,
    many,
    limit: element.max_selected_items,
    source,
    choose: (options) => choose(place, element, many ? options.map(raw) : options.length ? raw(options[0]) : null),
  });
}

const SOURCES = {
  static: (_place, element) => fixed(element.option_groups ?? [{ label: null, options: element.options ?? [] }]),
  users: ({ app }) => named(app.state.people.filter((one) => one.kind !== "deactivated"), (one) => one.real_name),
  channels: ({ app }) => named(app.state.conversations.filter((one) => one.kind === "channel"), titleOf),
  conversations: ({ app }) => named(app.state.conversations, titleOf),
  external: ({ surface, block }, element) => ({
    minLength: element.min_query_length ?? DEFAULT_MIN_QUERY,
    delay: 150, // milliseconds without typing before the bot is asked
    search: async (query) => {
      const answer = await surface.options(block.block_id, element, query);
      if (!answer.ok) return null;
      return answer.option_groups ?? [{ label: null, options: answer.options ?? [] }];
    },
  }),
};

function fixed(groups) {
  const fits = (option, query) => option.text.text.toLowerCase().includes(query.toLowerCase());
  const search = (query) =>
    groups
      .map((group) => ({ ...group, options: group.options.filter((option) => fits(option, query)) }))
      .filter((group) => group.options.length);
  return { minLength: 0, delay: 0, search };
}

function named(entities, nameOf) {
  const options = entities.map((one) => ({ text: { type: "plain_text", text: nameOf(one) }, value: one.id }));
  const unknown = (id) => ({ text: { type: "plain_text", text: id }, value: id });
  return {
    ...fixed([{ label: null, options }]),
    optionOf: (id) => options.find((option) => option.value === id) ?? unknown(id),
  };
}
