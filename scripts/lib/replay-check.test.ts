import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { checkExport } from "./replay-check.mjs";

const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");
const odd =
  '[{"type":"reasoning.text","text":"a \\u0000 \\ud83d \u2028","signature":"s/+=","n":1.0,"17":12345678901234567890}]';
const summary = '[{"type":"reasoning.summary","summary":"ü"},{"type":"reasoning.encrypted","data":"x"}]';

interface Sent {
  source: string;
  at: number;
  text: string;
  rule?: string;
}

/** One call as the export writes it; `details` is JSON text. */
function call(id: string, step: number, details: string | null, messages: string[], sent: Sent[]): string {
  const request = `{"model":"m","messages":[${messages.join(",")}]}`;
  const replay = sent.map(({ source, at, text, rule }) =>
    rule
      ? { sourceCallId: source, form: "none", count: 0, messageIndex: at, sha256: null, rule }
      : {
          sourceCallId: source,
          form: "details",
          count: JSON.parse(text).length,
          messageIndex: at,
          sha256: sha256(text),
          rule: null,
        },
  );
  return `{"id":"${id}","step":${step},"attempt":0,"request":${request},"requestHash":"${sha256(request)}","reasoningDetails":${details},"reasoningDetailsSha256":"${sha256(details ?? "")}","reasoningText":null,"replay":${JSON.stringify(replay)}}`;
}

const message = (id: string, parentId: string | null, calls: string[] | null) =>
  `{"id":"${id}","parentId":${JSON.stringify(parentId)},"completion":${calls === null ? null : `{"calls":[${calls.join(",")}]}`}}`;
const asked = '{"role":"user","content":"q"}';
const said = (details?: string) =>
  `{"role":"assistant","content":"a"${details === undefined ? "" : `,"reasoning_details":${details}`}}`;

/** Two turns, the second with a tool loop of two requests; a third that leaves one out by rule; and another branch. */
function exported(change: (parts: Record<string, string>) => void = () => {}): string {
  const parts: Record<string, string> = {
    a1: message("a1", "q1", [call("c1", 0, odd, [asked], [])]),
    a2: message("a2", "q2", [
      call("c2", 0, summary, [asked, said(odd), asked], [{ source: "c1", at: 1, text: odd }]),
      call(
        "c3",
        1,
        "[]",
        [asked, said(odd), asked, said(summary), '{"role":"tool","content":"4"}'],
        [
          { source: "c1", at: 1, text: odd },
          { source: "c2", at: 3, text: summary },
        ],
      ),
    ]),
    a3: message("a3", "q3", [
      call(
        "c4",
        0,
        null,
        [asked, said(), asked, said(summary), '{"role":"tool","content":"4"}', said(), asked],
        [
          { source: "c1", at: 1, text: odd, rule: "plain_turn" },
          { source: "c2", at: 3, text: summary },
          { source: "c3", at: 5, text: "[]", rule: "no_details" },
        ],
      ),
    ]),
    other: message("a1b", "q1", [call("c5", 0, summary, [asked], [])]),
  };
  change(parts);
  const q = (id: string, parent: string | null) => message(id, parent, null);
  const messages = [q("q1", null), parts.a1, q("q2", "a1"), parts.a2, q("q3", "a2"), parts.a3, parts.other];
  return `{"format":"verbatim-conversation","version":2,"title":"T","messages":[${messages.join(",")}]}`;
}

/** Replaces once, and fails when there is nothing to replace. */
function replace(parts: Record<string, string>, part: string, before: string, after: string): void {
  const text = parts[part] ?? "";
  expect(text).toContain(before);
  parts[part] = text.replace(before, after);
}

test("an untouched export holds, and every earlier call of each branch is accounted for", () => {
  const report = checkExport(exported());
  expect(report.problems).toEqual([]);
  expect(report).toMatchObject({ answers: 4, requests: 5, returned: 4, leftOut: 2 });
  expect(report.rows.map((row) => [row.request, row.source, row.returned, row.result])).toEqual([
    ["answer 2, request 1", "answer 1", "1 detail", "returned unchanged"],
    ["answer 2, request 2", "answer 1", "1 detail", "returned unchanged"],
    ["answer 2, request 2", "answer 2, request 1", "2 details", "returned unchanged"],
    ["answer 3", "answer 1", "-", "left out: plain turn"],
    ["answer 3", "answer 2, request 1", "2 details", "returned unchanged"],
    ["answer 3", "answer 2, request 2", "-", "left out: no details"],
  ]);
});

test("white space that another program put between values changes nothing", () => {
  const text = exported().replaceAll("},{", "} ,\n {");
  expect(text).not.toBe(exported());
  expect(checkExport(text)).toEqual(checkExport(exported()));
});

describe("a request that was never written down", () => {
  const without = (hash: string) => (parts: Record<string, string>) => {
    replace(
      parts,
      "a3",
      /"request":\{.*?\},"requestHash":"[0-9a-f]*"/.exec(parts.a3 ?? "")?.[0] ?? "-",
      `"request":null,"requestHash":${hash}`,
    );
  };
  const ended = (status: string, hash = "null") =>
    checkExport(
      exported((parts) => {
        without(hash)(parts);
        replace(parts, "a3", '"completion":{', `"completion":{"status":"${status}",`);
      }),
    );

  test.each(["interrupted", "stopped", "failed"])("%s: shown as not recorded, and no fault", (status) => {
    const report = ended(status);
    expect(report).toMatchObject({ problems: [], requests: 4, returned: 3, unrecorded: 3 });
    expect(report.rows.at(-1)?.result).toContain("not recorded");
  });

  test("of an answer that is complete, or whose hash is there, it is missing", () => {
    for (const report of [ended("done"), ended("interrupted", `"${sha256("x")}"`)])
      expect(report.problems).toEqual(["answer 3: its request is missing."]);
  });
});

describe("one change, and it is found", () => {
  test.each<[string, (parts: Record<string, string>) => void, RegExp]>([
    [
      "a letter of what was received",
      (p) => replace(p, "a1", "a \\u0000", "b \\u0000"),
      /reasoning is not what was received/,
    ],
    [
      "a digit of a number",
      (p) => replace(p, "a1", "12345678901234567890", "12345678901234567891"),
      /what was received/,
    ],
    ["the spelling of a number", (p) => replace(p, "a1", '"n":1.0', '"n":1'), /what was received/],
    [
      "a letter of what was sent",
      (p) => replace(p, "a3", '"data":"x"', '"data":"y"'),
      /what was sent is not what the entry says/,
    ],
    [
      "another hash in the ledger",
      (p) => replace(p, "a2", `"sha256":"${sha256(odd)}"`, `"sha256":"${sha256("x")}"`),
      /what was received is not/,
    ],
    ["another count", (p) => replace(p, "a2", '"count":1', '"count":2'), /number of details/],
    [
      "an entry taken away",
      (p) => replace(p, "a2", /\{"sourceCallId":"c1"[^}]*\}/.exec(p.a2 ?? "")?.[0] ?? "-", ""),
      /no entry about answer 1/,
    ],
    ["another place", (p) => replace(p, "a3", '"messageIndex":3', '"messageIndex":1'), /nothing stands|out of order/],
    [
      "a rule that was not followed",
      (p) => replace(p, "a2", `"sha256":"${sha256(odd)}","rule":null`, '"sha256":null,"rule":"cut"'),
      /sent all the same/,
    ],
    [
      "an entry about another branch",
      (p) => replace(p, "a2", '"sourceCallId":"c1"', '"sourceCallId":"c5"'),
      /not before it on its branch/,
    ],
    [
      "a message of the request",
      (p) => replace(p, "a2", '"content":"q"', '"content":"Q"'),
      /request is not what was sent/,
    ],
    [
      "a parent that is gone",
      (p) => replace(p, "a2", '"parentId":"q2"', '"parentId":"q9"'),
      /a message before it is missing/,
    ],
  ])("%s", (_name, change, words) => {
    const { problems } = checkExport(exported(change).replace('"replay":[,', '"replay":['));
    expect(problems.join("\n")).toMatch(words);
  });

  test("any byte of the reasoning that went back", () => {
    const text = exported();
    const place = text.lastIndexOf(summary.slice(0, 40), text.indexOf('"id":"a3"'));
    for (let at = 10; at < summary.length - 2; at += 3) {
      const byte = text[place + at] ?? "";
      if (!/[a-z]/.test(byte)) continue;
      const changed = `${text.slice(0, place + at)}${byte === "z" ? "a" : "z"}${text.slice(place + at + 1)}`;
      expect(checkExport(changed).problems.length, `byte ${at}`).toBeGreaterThan(0);
    }
  });
});

describe("the command", () => {
  const folder = mkdtempSync(join(tmpdir(), "check-export-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const run = (text: string) => {
    const file = join(folder, "export.json");
    writeFileSync(file, text);
    const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/check-export.mjs", file], {
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };

  test("0, and a table", () => {
    const { status, stdout } = run(exported());
    expect(status).toBe(0);
    expect(stdout).toContain("answer 2, request 2  answer 2, request 1  2 details");
    expect(stdout).toContain("Everything holds: 4 returned unchanged, 2 left out by a rule.");
  });

  test("1 for one byte, and it says where", () => {
    const { status, stdout } = run(exported((parts) => replace(parts, "a3", '"data":"x"', '"data":"y"')));
    expect(status).toBe(1);
    expect(stdout).toContain("ALTERED: what was sent is not what the entry says");
  });

  test.each([
    ["no JSON", "{"],
    ["another document", '{"format":"x"}'],
    ["an export without a ledger", '{"format":"verbatim-conversation","version":1,"messages":[]}'],
    ["a nest without end", "[".repeat(200_000)],
  ])("2 for %s", (_name, text) => {
    const { status, stderr } = run(text);
    expect(status).toBe(2);
    expect(stderr).toContain("cannot be checked");
  });

  test("2 without a file", () => {
    expect(spawnSync(process.execPath, ["scripts/check-export.mjs"]).status).toBe(2);
    expect(spawnSync(process.execPath, ["scripts/check-export.mjs", join(folder, "none.json")]).status).toBe(2);
  });
});
