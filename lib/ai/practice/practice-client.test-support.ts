import { createPracticeFetch } from "./practice-fetch";

/** For tests: a clock on which waiting takes no time but is counted. */
export function fakeClock() {
  let elapsedMs = 0;
  return {
    now: () => elapsedMs,
    sleep: async (ms: number) => {
      elapsedMs += ms;
    },
  };
}

type Json = Record<string, unknown>;
export interface WireMessage extends Json {
  role: string;
  content: string | null;
}
interface Delta extends Json {
  content?: string | null;
  reasoning?: string | null;
  reasoning_details?: Json[];
  tool_calls?: { id?: string; function: { name?: string; arguments: string } }[];
}
export interface WireChunk extends Json {
  choices: { delta: Delta; finish_reason: string | null }[];
}

export interface ReadAnswer {
  raw: string;
  chunks: WireChunk[];
  content: string;
  reasoning: string;
  details: Json[];
  /** the one call it makes; null = none */
  call: { id: string; name: string; arguments: string } | null;
  finish: string | null;
  elapsedMs: number;
}

/** For tests: asks the practice model and reads the whole stream, merging details by type and index as a client must. */
export async function ask(messages: WireMessage[], more: Json = {}): Promise<ReadAnswer> {
  const clock = fakeClock();
  const response = await createPracticeFetch(clock)("http://practice.invalid/v1/chat/completions", {
    method: "POST",
    body: JSON.stringify({ model: "practice/scripted", messages, stream: true, ...more }),
  });
  const raw = await response.text();
  const chunks: WireChunk[] = raw
    .split("\n\n")
    .filter((event) => event.startsWith("data: {"))
    .map((event) => JSON.parse(event.slice(6)));
  const details: Json[] = [];
  for (const fragment of chunks.flatMap(({ choices }) => choices[0]?.delta.reasoning_details ?? [])) {
    const entry = details.find(({ type, index }) => type === fragment.type && index === fragment.index);
    if (!entry) details.push({ ...fragment });
    else {
      for (const [key, value] of Object.entries(fragment)) {
        if (key === "text" || key === "summary") entry[key] = `${entry[key] ?? ""}${value}`;
        else entry[key] ??= value;
      }
    }
  }
  const join = (key: "content" | "reasoning") => chunks.map(({ choices }) => choices[0]?.delta[key] ?? "").join("");
  const pieces = chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
  const [head] = pieces;
  return {
    raw,
    chunks,
    content: join("content"),
    reasoning: join("reasoning"),
    details,
    call: head
      ? {
          id: head.id ?? "",
          name: head.function.name ?? "",
          arguments: pieces.map(({ function: piece }) => piece.arguments).join(""),
        }
      : null,
    finish: chunks.findLast(({ choices }) => choices[0]?.finish_reason)?.choices[0]?.finish_reason ?? null,
    elapsedMs: clock.now(),
  };
}

export const user = (content: string): WireMessage => ({ role: "user", content });
export const assistant = ({ content, details }: { content: string; details: Json[] }): WireMessage => ({
  role: "assistant",
  content,
  reasoning_details: details,
});
/** An answer that called a tool, and the result of the call, as both go back. */
export function toolTurn({ details, call }: Pick<ReadAnswer, "details" | "call">, result: string): WireMessage[] {
  const { id, ...called } = call ?? { id: "", name: "", arguments: "" };
  return [
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id, type: "function", function: called }],
      ...(details.length > 0 ? { reasoning_details: details } : {}),
    },
    { role: "tool", content: result, tool_call_id: id },
  ];
}
