import "server-only";
import { type Effort, efforts } from "@/lib/reasoning/effort";
import { isObject, type JsonObject, parseJson } from "@/lib/reasoning/json";
import { type Profile, withFact } from "@/lib/reasoning/profiles";
import { factText, type ProfileFact } from "@/lib/reasoning/profiles-facts";
import { refusalText } from "./refusal-text";

/** What a refusal teaches about a server, so that the next request is right. */
export interface Correction {
  action: "drop" | "rename" | "add_empty" | "effort_form" | "efforts" | "no_none";
  /** the wire name the refusal is about */
  field: string;
  facts: ProfileFact[];
  /** whether it holds for the model that was asked, or for the whole connection */
  scope: "model" | "connection";
  /** one sentence for people */
  reason: string;
}

interface Refusal {
  said: string;
  body: JsonObject;
  profile: Profile;
}
type Finding = Omit<Correction, "reason" | "scope"> & { scope?: Correction["scope"] };

/**
 * The correction that a refusal before the first token asks for, or null when it is about something else, or when a person has set what
 * it would change. Never about what the request means: tools, formats and messages are not dropped.
 * @param text the body of the refusal as received; @param body the JSON text of the request as sent
 */
export function findCorrection(refusal: {
  status: number;
  text: string;
  body: string;
  profile: Profile;
}): Correction | null {
  if (refusal.status !== 400 && refusal.status !== 422) return null;
  const body = parseJson(refusal.body);
  if (!isObject(body)) return null;
  const { profile } = refusal;
  const facts = { said: refusalText(refusal.text), body, profile };
  for (const rule of [passBack, switchedOff, effortWords, bothForms, messageField, tokenLimit, parameter]) {
    const found = rule(facts);
    if (!found) continue;
    const correction: Correction = {
      ...found,
      scope: found.scope ?? scopeOf(facts),
      reason: `${found.facts.map(factText).join("; ")}.`,
    };
    const isChange = JSON.stringify(applyCorrection(profile, correction)) !== JSON.stringify(profile);
    return isChange ? correction : null;
  }
  return null;
}

/** The profile the next request is built from. */
export function applyCorrection(profile: Profile, correction: Correction): Profile {
  return correction.facts.reduce(withFact, profile);
}

/** A router passes on what one of its hosts says, which holds for that model only. */
const scopeOf = ({ said, profile }: Refusal): Correction["scope"] =>
  profile.effort.folds || /\bmodels?\b/.test(said) ? "model" : "connection";

const refused =
  /unsupported|not (be )?(supported|permitted|allowed|accepted|recognized|recognised|expected)|unknown|unrecognized|unrecognised|unexpected|extra (input|field|param|key)|additional propert|forbidden|(does|do)(n't| not) support|only the default|wrong_api_format|unsupported_parameter|cannot (be used|contain)|must not/;

/**
 * Whether it is this field that is spoken of. A name that is also a plain word ("a reasoning model") counts only where it stands as a
 * name: in quotes, in a path, after "parameter", or as what "is not supported".
 */
function names(said: string, name: string): boolean {
  const whole = new RegExp(`(^|[^a-z0-9_])${name}([^a-z0-9_]|$)`, "m");
  if (name.includes("_")) return whole.test(said);
  const asName = `["'\`.[]${name}(?=["'\`\\],.:\\s]|$)`;
  const afterKind = `(?:parameter|field|argument|property|key|input|supplied)s?:? ["'\`]?${name}(?![a-z0-9_])`;
  const isRefused = `(?:^|\\W)${name} (?:is|are|does|do)(?: not|n't)`;
  return new RegExp(`${asName}|${afterKind}|${isRefused}`, "m").test(said);
}

/** "The reasoning_content in the thinking mode must be passed back to the API." */
function passBack({ said }: Refusal): Finding | null {
  const isWanted =
    /must be (passed|sent|returned|included|provided)( back)?|(is )?missing (in|from) (the )?assistant/.test(said);
  const field = (["reasoning_content", "reasoning_details"] as const).find((name) => said.includes(name));
  if (!isWanted || !field) return null;
  return {
    action: "add_empty",
    field,
    facts:
      field === "reasoning_details"
        ? [
            { field: "replay_form", value: "details" },
            { field: "replay_when", value: "always" },
          ]
        : [
            { field: "replay_form", value: field },
            { field: "replay_when", value: "tool_calls" },
            { field: "replay_empty", value: true },
          ],
  };
}

/** "Reasoning is mandatory for this endpoint and cannot be disabled." */
function switchedOff({ said, body }: Refusal): Finding | null {
  const { reasoning, reasoning_effort, thinking } = body;
  const askedOff =
    reasoning_effort === "none" ||
    (isObject(reasoning) && (reasoning.effort === "none" || reasoning.enabled === false)) ||
    (isObject(thinking) && thinking.type === "disabled");
  const isMandatory =
    /(reasoning|thinking)[^.\n]{0,60}(mandatory|required|(cannot|can't|can not|may not) be (disabled|turned off|switched off))/.test(
      said,
    ) ||
    /(cannot|can't|not possible to|unable to) (disable|turn off|switch off)[^.\n]{0,30}(reasoning|thinking)/.test(said);
  return askedOff && isMandatory
    ? { action: "no_none", field: "reasoning", facts: [{ field: "mandatory", value: true }], scope: "model" }
    : null;
}

/** "Supported values are: 'minimal', 'low', 'medium', and 'high'." */
function effortWords({ said, body }: Refusal): Finding | null {
  const sent = isObject(body.reasoning) ? body.reasoning.effort : body.reasoning_effort;
  const list =
    /(?:supported values(?: are)?|one of|should be|must be|expected|valid values(?: are)?|allowed(?: values)?(?: are)?|choose from)([^\n]*)/.exec(
      said,
    );
  if (typeof sent !== "string" || !list?.[1]) return null;
  const [, tail] = list;
  const known: Effort[] = efforts.filter((effort) =>
    new RegExp(`["'\`\\s,[(|]${effort}(["'\`\\s,.\\])|]|$)`).test(tail),
  );
  if (known.length === 0 || known.some((effort) => effort === sent)) return null;
  return { action: "efforts", field: "effort", facts: [{ field: "supported_efforts", value: known }], scope: "model" };
}

/** "Only one of reasoning.effort and reasoning.max_tokens may be given", "both reasoning and reasoning_effort". */
function bothForms({ said, body }: Refusal): Finding | null {
  if (!/only one of|\bboth\b|mutually exclusive|at the same time|simultaneously|conflict|together with/.test(said))
    return null;
  const { reasoning } = body;
  if (
    isObject(reasoning) &&
    reasoning.effort !== undefined &&
    reasoning.max_tokens !== undefined &&
    said.includes("max_tokens")
  )
    return {
      action: "drop",
      field: "reasoning.max_tokens",
      facts: [{ field: "refused", value: ["reasoning.max_tokens"] }],
    };
  if (!said.includes("reasoning_effort")) return null;
  if (isObject(reasoning))
    return {
      action: "effort_form",
      field: "reasoning",
      facts: [
        { field: "effort_form", value: "reasoning_effort" },
        { field: "unknown_fields", value: "refused" },
      ],
    };
  if (isObject(body.thinking))
    return { action: "effort_form", field: "thinking", facts: [{ field: "effort_form", value: "reasoning_effort" }] };
  return null;
}

/** "property 'messages.1.assistant.reasoning_content' is unsupported". A block without its signature is another matter. */
function messageField({ said, body }: Refusal): Finding | null {
  if (!refused.test(said) || /signature|thinking block/.test(said)) return null;
  const sent = new Set(
    Array.isArray(body.messages) ? body.messages.filter(isObject).flatMap((each) => Object.keys(each)) : [],
  );
  const field = ["reasoning_content", "reasoning_details", "reasoning"].find(
    (name) => sent.has(name) && names(said, name),
  );
  // The parameter has the same name: only a path into the messages means the field.
  if (!field || (field === "reasoning" && body.reasoning !== undefined && !/messages?\b|assistant/.test(said)))
    return null;
  return { action: "drop", field, facts: [{ field: "replay_form", value: "none" }] };
}

/** "Unsupported parameter: 'max_tokens' … Use 'max_completion_tokens' instead", and the reverse on older servers. */
function tokenLimit({ said, body, profile }: Refusal): Finding | null {
  const rename = (from: string, to: string): Finding => ({
    action: "rename",
    field: from,
    facts: [{ field: "renamed", value: { [from]: to } }],
  });
  if (!refused.test(said)) return null;
  if (body.max_tokens !== undefined && said.includes("max_completion_tokens"))
    return rename("max_tokens", "max_completion_tokens");
  // A server that refuses its own advice is not followed in a circle.
  const isOwn = profile.renamed.max_tokens === undefined && !names(said, "max_tokens");
  if (body.max_completion_tokens !== undefined && isOwn && names(said, "max_completion_tokens"))
    return rename("max_completion_tokens", "max_tokens");
  return null;
}

/** What may be left out without changing what was asked. */
const droppable = [
  "stream_options",
  "session_id",
  "temperature",
  "top_p",
  "top_k",
  "min_p",
  "top_a",
  "frequency_penalty",
  "presence_penalty",
  "repetition_penalty",
  "seed",
  "logit_bias",
  "logprobs",
  "top_logprobs",
  "verbosity",
  "parallel_tool_calls",
  "service_tier",
  "user",
];

/** "Unrecognized request argument supplied: reasoning_effort", "Unsupported value: 'temperature' does not support 0.7 with this model". */
function parameter({ said, body }: Refusal): Finding | null {
  if (!refused.test(said)) return null;
  const isNamed = (name: string) => body[name] !== undefined && names(said, name);
  if (isNamed("reasoning_effort"))
    return { action: "effort_form", field: "reasoning_effort", facts: [{ field: "effort_form", value: "none" }] };
  if (isNamed("thinking"))
    return { action: "effort_form", field: "thinking", facts: [{ field: "effort_form", value: "reasoning_effort" }] };
  if (isObject(body.reasoning)) {
    const inner = Object.keys(body.reasoning).find((name) => said.includes(`reasoning.${name}`));
    if (inner) {
      const field = `reasoning.${inner}`;
      return { action: "drop", field, facts: [{ field: "refused", value: [field] }] };
    }
    if (names(said, "reasoning"))
      return {
        action: "effort_form",
        field: "reasoning",
        facts: [
          { field: "effort_form", value: "reasoning_effort" },
          { field: "unknown_fields", value: "refused" },
        ],
      };
  }
  const usage = body.stream_options !== undefined && said.includes("include_usage") ? "stream_options" : undefined;
  const field = usage ?? droppable.find(isNamed);
  return field === undefined ? null : { action: "drop", field, facts: [{ field: "refused", value: [field] }] };
}
