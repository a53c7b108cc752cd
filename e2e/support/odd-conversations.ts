import fc from "fast-check";
import { json, listOf, type OddJson, objectOf, oddEntries, oddText, oddValue } from "./odd-json.ts";

/** One upstream answer: the chunks as text, and what has to be kept of its details. */
export interface OddCall {
  chunks: string[];
  /** JSON text of the merged array; null = the key never came, or only with null */
  details: string | null;
  /** JSON text, one element per chunk that had the key */
  fragments: string | null;
}
export interface OddTurn {
  verb: "ask" | "edit" | "regenerate";
  /** which earlier turn is edited or answered again */
  pick: number;
  /** which connection and which model */
  connection: 0 | 1;
  model: "m/one" | "m/two";
  words: string;
  calls: OddCall[];
  /** mark and finish are whole; all others break off, each in its own way */
  end: "mark" | "finish" | "eof" | "destroy" | "stop";
}
export interface OddConversation {
  turns: OddTurn[];
  /** its last answer still runs when everything is killed */
  isKilled: boolean;
}

/** Stands at the end of what an answer says before it ends or hangs. */
export const lastWords = " §§";

const chunk = (delta: string, more = "") => `{"choices":[{"index":0,"delta":${delta},"finish_reason":null}]${more}}`;

/** The fragments of one detail, in order, and what they come to. */
interface OddDetail {
  pieces: OddJson[];
  merged: OddJson;
}

const types = ["reasoning.text", "reasoning.summary", "reasoning.encrypted", "reasoning.new_kind"] as const;
const growing = { "reasoning.text": "text", "reasoning.summary": "summary", "reasoning.encrypted": "data" } as const;
const known = new Set(["type", "index", "id", "text", "summary", "data", "signature"]);

/** Details of an unknown kind carry anything; of a known kind their text, cut at any place, half characters included. */
const detail = fc
  .record({
    type: fc.constantFrom(...types),
    more: oddEntries,
    words: oddText,
    cut: fc.nat(20),
    signature: fc.option(fc.base64String({ minLength: 4 }), { nil: null }),
  })
  .map(({ type, more, words, cut, signature }) => (index: number): OddDetail => {
    const head: [string, OddJson][] = [
      ["type", json(type)],
      ["index", json(index)],
    ];
    const others = more.filter(([key]) => !known.has(key));
    if (type === "reasoning.new_kind") {
      const whole = objectOf([...others, ...head]);
      return { pieces: [whole], merged: whole };
    }
    const key = growing[type];
    const first = objectOf([...head, ...others, [key, json(words.slice(0, cut))]]);
    const rest = cut < words.length ? [objectOf([...head, [key, json(words.slice(cut))]])] : [];
    const sealed = signature === null ? [] : [objectOf([...head, ["signature", json(signature)]])];
    const seal: [string, OddJson][] = signature === null ? [] : [["signature", json(signature)]];
    return {
      pieces: [first, ...rest, ...sealed],
      merged: objectOf([...head, ...others, [key, json(words)], ...seal]),
    };
  });
/** No object at all: kept as it came. */
const bare = fc.constantFrom("null", "1.0", '"x"', "[]", "12345678901234567890").map((text) => (): OddDetail => {
  const whole = { wire: text, kept: text };
  return { pieces: [whole], merged: whole };
});

type Section = { of: "details"; list: ((index: number) => OddDetail)[] } | { of: "text" | "reasoning"; words: string };
const section: fc.Arbitrary<Section> = fc.oneof(
  fc.record({
    of: fc.constant("details" as const),
    list: fc.array(fc.oneof({ weight: 6, arbitrary: detail }, { weight: 1, arbitrary: bare }), { maxLength: 3 }),
  }),
  fc.record({ of: fc.constantFrom("text", "reasoning"), words: oddText }),
);

interface ToolUse {
  id: string | null;
  name: string;
  arguments: string;
}
const toolUse: fc.Arbitrary<ToolUse> = fc.record({
  id: fc.option(fc.stringMatching(/^call_[a-z0-9]{4,12}$/), { nil: null }),
  name: fc.constantFrom("calculator", "current_time", "nobody"),
  arguments: fc.constantFrom('{"expression":"2^100"}', '{ "expression" : "1/0" }', "{}", '{"half', ""),
});

const call = (isLast: boolean, end: OddTurn["end"]) =>
  fc
    .record({
      sections: fc.array(section, { maxLength: 5 }),
      tools: fc.array(toolUse, { minLength: 1, maxLength: 2 }),
      silence: fc.constantFrom(null, "[]", "null"),
      usage: fc.tuple(oddValue, fc.constantFrom("1.0e-7", "0.000123", "1", "null")),
    })
    .map(({ sections, tools, silence, usage: [extra, cost] }): OddCall => {
      const details: OddDetail[] = [];
      const fragments: OddJson[] = [];
      const chunks: string[] = [];
      const give = (value: OddJson) => {
        fragments.push(value);
        chunks.push(chunk(`{"content":"","reasoning_details":${value.wire}}`));
      };
      if (silence !== null) give({ wire: silence, kept: silence });
      for (const one of sections) {
        if (one.of !== "details") {
          chunks.push(
            chunk(`{${JSON.stringify(one.of === "text" ? "content" : one.of)}:${JSON.stringify(one.words)}}`),
          );
          continue;
        }
        for (const make of one.list) {
          const made = make(details.length);
          details.push(made);
          for (const piece of made.pieces) give(listOf([piece]));
        }
      }
      if (isLast) chunks.push(chunk(`{"content":${JSON.stringify(lastWords)}}`));
      else chunks.push(...toolChunks(tools));
      if (!isLast || end === "mark" || end === "finish") {
        const reason = isLast ? "stop" : "tool_calls";
        chunks.push(`{"choices":[{"index":0,"delta":{},"finish_reason":"${reason}"}]}`);
        chunks.push(
          `{"choices":[],"usage":{"prompt_tokens":21,"completion_tokens":3,"cost":${cost},"x":${extra.wire}}}`,
        );
      }
      const isSeen = fragments.some(({ wire }) => wire !== "null");
      return {
        chunks,
        details: isSeen ? listOf(details.map(({ merged }) => merged)).kept : null,
        fragments: fragments.length > 0 ? listOf(fragments).kept : null,
      };
    });

function toolChunks(tools: ToolUse[]): string[] {
  return tools.map(({ id, name, arguments: text }, index) =>
    chunk(
      JSON.stringify({
        tool_calls: [{ index, ...(id && { id }), type: "function", function: { name, arguments: text } }],
      }),
    ),
  );
}

const turn = fc
  .record({
    verb: fc.constantFrom("ask", "ask", "edit", "regenerate"),
    pick: fc.nat(10),
    connection: fc.constantFrom(0, 0, 1),
    model: fc.constantFrom("m/one", "m/one", "m/two"),
    words: oddText,
    end: fc.constantFrom("mark", "mark", "mark", "finish", "eof", "destroy", "stop"),
    steps: fc.constantFrom(0, 0, 1, 2),
  })
  .chain(({ steps, ...rest }) =>
    fc
      .tuple(...Array.from({ length: steps + 1 }, (_, index) => call(index === steps, rest.end)))
      .map((calls): OddTurn => ({ ...rest, calls })),
  );

export const oddConversation: fc.Arbitrary<OddConversation> = fc.record({
  turns: fc.array(turn, { minLength: 2, maxLength: 5 }),
  isKilled: fc.constantFrom(false, false, false, false, false, true),
});
