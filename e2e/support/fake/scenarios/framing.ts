import { bytesOf, type Step, streamed } from "../answer.ts";
import type { Scenario, Scenarios } from "../scenario.ts";
import { reasoned } from "./basics.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const words = "Framing: Grüße, naïve café, 漢字, 😀 and 👩‍👩‍👧‍👦 stay whole.";

/** The usual answer as one text, put on the wire in another way. */
function framed(reframe: (stream: string) => Step[]): Scenario {
  return (context) =>
    streamed(
      reframe(
        reasoned(context, `${words} (${context.number})`)
          .map((step) => decoder.decode(bytesOf(step) ?? undefined))
          .join(""),
      ),
    );
}

/** Pieces as their own packets: without the pause the kernel would glue them together again. */
function packets(stream: string, sizeAt: (offset: number) => number): Step[] {
  const bytes = encoder.encode(stream);
  const steps: Step[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const size = sizeAt(offset);
    steps.push({ bytes: bytes.slice(offset, offset + size) });
    if (offset % 64 === 0) steps.push({ delayMs: 1 });
    offset += size;
  }
  return steps;
}

/** One packet ends inside every multi-byte character. */
function cutCharacters(stream: string): Step[] {
  const bytes = encoder.encode(stream);
  const steps: Step[] = [];
  let from = 0;
  bytes.forEach((byte, at) => {
    if (byte < 0xc0) return;
    steps.push({ bytes: bytes.slice(from, at + 1) }, { delayMs: 2 });
    from = at + 1;
  });
  return [...steps, { bytes: bytes.slice(from) }];
}

export const framing: Scenarios = {
  crlf: framed((stream) => [{ text: stream.replaceAll("\n", "\r\n") }]),
  "crlf-split": framed((stream) => packets(stream.replaceAll("\n", "\r\n"), (offset) => (offset % 3) + 1)),
  cr: framed((stream) => [{ text: stream.replaceAll("\n", "\r") }]),
  bom: framed((stream) => [{ text: `\uFEFF${stream}` }]),
  "no-space": framed((stream) => [{ text: stream.replaceAll("data: ", "data:") }]),
  "byte-by-byte": framed((stream) => packets(stream, () => 1)),
  "split-utf8": framed(cutCharacters),
  "one-packet": framed((stream) => [{ text: stream }]),
  "comments-between": framed((stream) => [{ text: stream.replaceAll("\n\n", "\n\n: keep-alive\n\n:\n\n") }]),
  "event-names": framed((stream) => [
    { text: stream.replaceAll("data: {", "event: message\nid: 7\nretry: 100\ndata: {") },
  ]),
  "multi-line-data": framed((stream) => [{ text: stream.replaceAll(',"choices"', ',\ndata: "choices"') }]),
  "lone-surrogate": ({ wire }) =>
    streamed([
      wire.text("Halves: \ud83d"),
      wire.text("\ude00 and a lonely \ud83d"),
      wire.text(" end."),
      wire.finish("stop"),
      wire.usage(),
      { text: "data: [DONE]\n\n" },
    ]),
};
