import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { createParser } from "eventsource-parser";
import { describe, expect, test } from "vitest";
import { fixturePath, recordedDir } from "./__fixtures__/recorded";
import { recordOf } from "./__fixtures__/support";
import { parseExactChunk } from "./exact-json";
import type { CallRecord } from "./record";

/*
 * A network cuts a body anywhere. The bytes go the way they go in the product: streaming UTF-8, event parser, JSON, decoder, recorder.
 * What the decoder gets are the texts of the events, and nothing else: the same texts make the same record. So every cut compares texts,
 * which is cheap enough to be done at every byte, and some cuts compare the record as well.
 */

/** The texts of all events of a body that comes in these pieces. */
function textsOf(pieces: Iterable<Buffer>): string[] {
  const texts: string[] = [];
  const decoder = new StringDecoder("utf8");
  const parser = createParser({ onEvent: ({ data }) => texts.push(data) });
  for (const piece of pieces) parser.feed(decoder.write(piece));
  return texts;
}

function recordOfTexts(texts: readonly string[]): CallRecord {
  return recordOf(texts.filter((text) => text !== "[DONE]").map(parseExactChunk));
}

function* inPiecesOf(size: number, bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Where one event ends and the next begins: after each blank line. */
function frameStarts(bytes: Buffer): number[] {
  const starts = [0];
  for (let at = 0; at < bytes.length; ) {
    const [lf, crlf] = [bytes.indexOf("\n\n", at), bytes.indexOf("\r\n\r\n", at)];
    const end = Math.min(lf < 0 ? bytes.length : lf + 2, crlf < 0 ? bytes.length : crlf + 4);
    starts.push(end);
    at = end;
  }
  return starts;
}

/** Compares without the cost of a matcher for every byte; the message names the place. */
function expectSame(texts: readonly string[], whole: readonly string[], place: string): void {
  const isSame = texts.length === whole.length && texts.every((text, i) => text === whole[i]);
  if (!isSame) expect(texts, place).toEqual(whole);
}

const folder = recordedDir();
const own = ["signed-thinking-tool-call.sse", "encrypted-only-crlf.sse", "error-after-length.sse"].map(fixturePath);
const jsonl = ["reasoning-content.chunks.jsonl", "thinking-parts.chunks.jsonl"].map(fixturePath);
const recorded = folder ? readdirSync(folder).filter((name) => /\.(sse|jsonl)$/.test(name)) : [];
const files = [...own, ...jsonl, ...recorded.map((name) => join(folder ?? "", name))];

/** A recording of chunks has no frames of its own: it gets plain ones. */
function bytesOf(path: string): Buffer {
  const bytes = readFileSync(path);
  if (path.endsWith(".sse")) return bytes;
  const lines = bytes.toString("utf8").split("\n");
  return Buffer.from(lines.map((line) => (line.trim() === "" ? "" : `data: ${line}\n\n`)).join(""));
}

/** Bodies up to this size are read as a whole for every cut; of longer ones, three events around the cut. */
const wholeBytes = 6_000;

const note = folder ? "" : " (ONLY our own fixtures: the folder of recordings is not at hand)";

describe(`cut in two at every byte${note}`, () => {
  for (const path of files) {
    test(basename(path), { timeout: 60_000 }, () => {
      const bytes = bytesOf(path);
      const starts = frameStarts(bytes);
      for (let frame = 0; frame + 1 < starts.length; frame += 1) {
        const isWhole = bytes.length <= wholeBytes;
        // Nothing of a finished event is kept by the parser, so its neighbours are all that a cut could touch.
        const from = isWhole ? 0 : (starts[frame - 1] ?? 0);
        const to = isWhole ? bytes.length : (starts[frame + 2] ?? bytes.length);
        const part = bytes.subarray(from, to);
        const whole = textsOf([part]);
        for (let cut = starts[frame] ?? 0; cut < (starts[frame + 1] ?? 0); cut += 1) {
          const at = cut - from;
          expectSame(textsOf([part.subarray(0, at), part.subarray(at)]), whole, `cut at ${cut}`);
        }
      }
    });
  }
});

describe(`in small pieces, to the record${note}`, () => {
  for (const path of files) {
    test(basename(path), () => {
      const bytes = bytesOf(path);
      const record = recordOfTexts(textsOf([bytes]));
      for (const size of [1, 2, 3, 7, 64, 1000, 16_384]) {
        expect(recordOfTexts(textsOf(inPiecesOf(size, bytes))), `pieces of ${size}`).toEqual(record);
      }
    });
  }
});

describe("framing that makes no difference", () => {
  const plain = bytesOf(fixturePath("signed-thinking-tool-call.sse"))
    .toString("utf8")
    .replace(/^:.*\n/gm, "");
  const record = recordOfTexts(textsOf([Buffer.from(plain)]));
  const variants = {
    "lines that end with CR LF": plain.replaceAll("\n", "\r\n"),
    "lines that end with CR": plain.replaceAll("\n", "\r"),
    "no space after the colon": plain.replaceAll("data: ", "data:"),
    "comments before and between events": `: hello\n\n${plain.replaceAll("\n\n", "\n\n: PROCESSING\n\n:\n")}`,
    "event names and ids": plain.replaceAll("data: ", "event: message\nid: 7\ndata: "),
    "a byte order mark": `\ufeff${plain}`,
    "no end mark": plain.replace("data: [DONE]\n\n", ""),
  };
  for (const [name, body] of Object.entries(variants)) {
    test(`${name}, cut at every byte`, () => {
      const bytes = Buffer.from(body);
      const whole = textsOf([bytes]);
      expect(body).not.toBe(plain);
      expect(recordOfTexts(whole)).toEqual(record);
      for (let cut = 1; cut < bytes.length; cut += 1) {
        expectSame(textsOf([bytes.subarray(0, cut), bytes.subarray(cut)]), whole, `cut at ${cut}`);
      }
    });
  }

  test("a cut between CR and LF, and inside a character, loses and doubles nothing", () => {
    const body = Buffer.from('data: {"choices":[{"delta":{"content":"\u{1f98a}é"}}]}\r\n\r\n');
    expect(recordOfTexts(textsOf(inPiecesOf(1, body))).wire.content).toBe("\u{1f98a}é");
  });
});
