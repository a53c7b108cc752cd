import { describe, expect, test } from "vitest";
import { decodeAll, deltas, recordOf } from "./__fixtures__/support";

const callsOf = (...fragments: object[]) =>
  recordOf(deltas(...fragments.map((call) => ({ tool_calls: [call] })))).wire.toolCalls;
const fn = (name: string, args: unknown = "") => ({ function: { name, arguments: args } });
const more = (args: string) => ({ function: { arguments: args } });

describe("tool calls in odd forms", () => {
  test("no index: by id, else the last one; a new id opens a new call", () => {
    expect(
      callsOf({ id: "a", ...fn("f", "{") }, more("}"), { id: "b", ...fn("g", "{}") }, { id: "a", ...more(" ") }),
    ).toEqual([
      { id: "a", name: "f", arguments: "{} " },
      { id: "b", name: "g", arguments: "{}" },
    ]);
    expect(callsOf(fn("f", "{}"), fn("f", "{}"))).toHaveLength(2);
  });

  test("all calls numbered 0: a new id at a used number is a new call", () => {
    const calls = callsOf(
      { index: 0, id: "a", ...fn("f", "{") },
      { index: 0, ...more("}") },
      { index: 0, id: "b", ...fn("f", "[") },
      { index: 0, ...more("]") },
    );
    expect(calls).toEqual([
      { id: "a", name: "f", arguments: "{}" },
      { id: "b", name: "f", arguments: "[]" },
    ]);
  });

  test("all numbered 0 without ids: another name is another call", () => {
    expect(
      callsOf({ index: 0, id: "", ...fn("f", "{}") }, { index: 0, id: "", ...fn("g", "{}") }).map((call) => call.name),
    ).toEqual(["f", "g"]);
  });

  test("id and name repeated in every piece", () => {
    const piece = (args: string) => ({ index: 0, id: "a", ...fn("f", args) });
    expect(callsOf(piece("{"), piece("}"))).toEqual([{ id: "a", name: "f", arguments: "{}" }]);
    const bare = (args: string) => ({ id: "a", ...fn("f", args) });
    expect(callsOf(bare("{"), bare("}"))).toEqual([{ id: "a", name: "f", arguments: "{}" }]);
  });

  test("a first fragment with empty arguments, then another empty one", () => {
    expect(callsOf({ index: 0, id: "a", type: "function", ...fn("f", "") }, { index: 0, ...more("") })).toEqual([
      { id: "a", name: "f", arguments: "{}" },
    ]);
    expect(callsOf({ index: 0, id: "a", ...fn("f", null) }, { index: 0, ...more('{"a":1}') })).toEqual([
      { id: "a", name: "f", arguments: '{"a":1}' },
    ]);
  });

  test("a whole call in one chunk, several to a chunk", () => {
    const whole = [
      { index: 0, id: "a", ...fn("f", '{"x":1}') },
      { index: 1, id: "b", ...fn("g", '{"y":2}') },
    ];
    expect(recordOf(deltas({ tool_calls: whole })).wire.toolCalls).toEqual([
      { id: "a", name: "f", arguments: '{"x":1}' },
      { id: "b", name: "g", arguments: '{"y":2}' },
    ]);
  });

  test("arguments before the name wait for it", () => {
    const list = deltas(
      { tool_calls: [{ index: 0, ...more('{"a"') }] },
      { tool_calls: [{ index: 0, id: "x", ...fn("f", ":1}") }] },
    );
    expect(decodeAll(list)).toEqual([{ type: "tool-call", index: 0, id: "x", name: "f", arguments: '{"a":1}' }]);
  });

  test("a call whose name never comes is told at the end", () => {
    expect(callsOf({ index: 0, id: "x", ...more("{}") })).toEqual([{ id: "x", name: "", arguments: "{}" }]);
  });

  test("arguments as an object", () => {
    expect(callsOf({ index: 0, id: "x", ...fn("f", { b: 1, a: [null] }) })).toEqual([
      { id: "x", name: "f", arguments: '{"b":1,"a":[null]}' },
    ]);
  });

  test("no arguments: {} on the wire, as sent for people", () => {
    const record = recordOf(deltas({ tool_calls: [{ index: 0, id: "x", ...fn("f", "") }] }));
    expect(record.wire.toolCalls).toEqual([{ id: "x", name: "f", arguments: "{}" }]);
    expect(record.parts).toEqual([
      { type: "tool", text: "", name: "f", arguments: "", state: "not_run", result: null },
    ]);
  });

  test("numbers that begin at 1, ids that are missing or repeated", () => {
    expect(
      callsOf(
        { index: 1, id: "same", ...fn("f", "1") },
        { index: 2, id: "same", ...fn("g", "2") },
        { index: 3, ...fn("h", "3") },
      ),
    ).toEqual([
      { id: "same", name: "f", arguments: "1" },
      { id: "same", name: "g", arguments: "2" },
      { id: null, name: "h", arguments: "3" },
    ]);
    const whole = {
      choices: [
        {
          message: {
            tool_calls: [
              { id: "x", ...fn("f", "{}") },
              { id: "x", ...fn("f", "{}") },
            ],
          },
        },
      ],
    };
    expect(recordOf([whole]).wire.toolCalls).toHaveLength(2);
  });

  test("a marker in the name is kept for the wire and cut for people", () => {
    const record = recordOf(deltas({ tool_calls: [{ index: 0, id: "x", ...fn("f<|channel|>commentary", "{}") }] }));
    expect(record.parts[0]).toMatchObject({ name: "f" });
    expect(record.wire.toolCalls[0]?.name).toBe("f<|channel|>commentary");
  });

  test("calls count although the reason says stop, and a call that is cut stays as far as it came", () => {
    const cut = recordOf([
      { choices: [{ delta: { tool_calls: [{ index: 0, id: "x", ...fn("f", '{"a') }] }, finish_reason: "stop" }] },
    ]);
    expect(cut).toMatchObject({ finishReason: "stop", wire: { toolCalls: [{ arguments: '{"a' }] } });
  });
});
