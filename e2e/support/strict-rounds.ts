import type { ProfileId } from "@/lib/reasoning/profiles";
import type { FakeProvider } from "./fake-provider.ts";
import type { ProductClient } from "./product-client.ts";

/** A strict server of the fake provider (`scenarios/strict.ts`), talked to as if nobody knew it, or as what it is. */
export interface StrictRound {
  server: string;
  profile: ProfileId;
  model: string;
  /** parameters of the loop it plays */
  loop: string;
  settings: object;
  /** requests it refuses on the first turn, and on the second; from the third on there may be none */
  refused: [first: number, second: number];
}

const gptOss = "openai/gpt-oss-120b";
const unknown: Pick<StrictRound, "profile" | "settings" | "refused"> = {
  profile: "openai-compatible",
  settings: {},
  refused: [0, 0],
};
const content = "field=reasoning_content";
const reasoning = "field=reasoning";
const deepseek = { ...unknown, server: "deepseek", model: "deepseek-v4", loop: content };
const earlier = { ...unknown, server: "deepseek-reasoner", model: "deepseek-reasoner", loop: content };
const groq = { ...unknown, server: "groq", model: "qwen/qwen3-32b", loop: reasoning };
const cerebras = { ...unknown, server: "cerebras", model: gptOss, loop: content };
const mandatory = { ...unknown, server: "mandatory", model: "some/reasoner", loop: reasoning };
const object = (effort: string) => ({ reasoning: { effort, exclude: false } });

export const strictRounds: Record<string, StrictRound> = {
  // Inside the loop its reasoning goes back anyway; that it does so ever after is what the refusal teaches.
  "DeepSeek, not known": { ...deepseek, refused: [0, 1] },
  "DeepSeek, not known, with calls that had no thought": { ...deepseek, loop: "field=content", refused: [1, 0] },
  "DeepSeek, known": { ...deepseek, profile: "deepseek" },
  "DeepSeek's earlier reasoner, not known": { ...earlier, refused: [1, 0] },
  "DeepSeek's earlier reasoner, known": { ...earlier, profile: "deepseek-reasoner" },
  "Groq, not known, with gpt-oss": { ...groq, model: gptOss },
  "Groq, not known, with another model": { ...groq, refused: [1, 0] },
  "Groq, not known, that refuses the object too": { ...groq, settings: object("high"), refused: [2, 0] },
  "Groq, known": { ...groq, profile: "groq", settings: object("high") },
  "Cerebras, not known, that refuses the object too": { ...cerebras, settings: object("low"), refused: [2, 0] },
  "Cerebras, known": { ...cerebras, profile: "cerebras", settings: object("low") },
  "a model that always reasons": { ...mandatory, settings: { reasoning: { effort: "none" } }, refused: [1, 0] },
  "a model that always reasons, asked in the other form": {
    ...mandatory,
    profile: "openrouter",
    loop: "field=details",
    settings: { reasoning: { enabled: false } },
    refused: [1, 0],
  },
  "gpt-oss, known to reason always": { ...mandatory, model: gptOss, settings: { reasoning: { effort: "none" } } },
  "a server that takes an effort or a budget, not both": {
    ...mandatory,
    server: "one-form",
    profile: "openrouter",
    loop: "field=details",
    settings: { reasoning: { effort: "high", max_tokens: 2000 } },
    refused: [1, 0],
  },
  "a server that takes no effort": {
    ...mandatory,
    server: "no-effort",
    settings: { reasoning: { effort: "low" } },
    refused: [1, 0],
  },
};

/** A connection and a conversation with a calculator for one round. */
export async function startRound(client: ProductClient, fake: FakeProvider, round: StrictRound) {
  const connectionId = await client.newConnection(`Strict ${round.server}`, `${fake.url}/v1`);
  const changed = await client.request("PATCH", `/connections/${connectionId}`, { profile: round.profile });
  if (!changed.ok) throw new Error(`profile not set: ${changed.status}`);
  const settings = { ...round.settings, tools: ["calculator"] };
  const conversationId = await client.newConversation({ connectionId, model: round.model, settings });
  let turn = 0;
  return {
    connectionId,
    /** One question that takes a tool to answer. What the server made of each request, and what a person sees of it. */
    async ask() {
      turn += 1;
      const mark = `Turn ${turn} of ${conversationId}`;
      const { text, error } = await client.ask(
        conversationId,
        `[[scenario:strict server=${round.server} ${round.loop}]] ${mark}`,
      );
      const requests = fake.requests.filter(({ body, bodyText }) => body?.stream === true && bodyText.includes(mark));
      return { text, error, statuses: requests.map(({ status }) => status) };
    },
  };
}
