import "server-only";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { createParser } from "eventsource-parser";
import { limits } from "@/lib/config/limits";
import { AppError } from "@/lib/errors/app-error";
import { parseExactChunk } from "@/lib/reasoning/exact-json";

export interface EventSink {
  /** one event's JSON, parsed, the digits of what goes back kept; the end mark is none */
  onData: (json: unknown) => void;
  /** an event that is not JSON */
  onMalformed: () => void;
  /** after each piece of the body; `isPayload` is false when it held comments only, which prove that the line is alive and no more */
  onPiece: (piece: { comments: number; isPayload: boolean }) => void;
}

const mark = "[DONE]";
/** At the end of what came: a whole line `data: [DONE]`. Inside a JSON string a quote or a brace would follow. */
const endMark = /(?:^|[\r\n])data: ?\[DONE\][\r\n]*$/;
const markUnits = 24;
/** how long a body may stay open after its end mark, milliseconds */
const lingerMs = 500;

/**
 * Reads an event stream to its end, or to its end mark, even when the server leaves the body open after it. Everything happens in the
 * body's own callback: no promise and no copy per token. Gives how it ended: with the mark or without.
 * @throws AppError answer_too_large; what the body or the sink throws; the body is let go of then
 */
export function readEvents(body: Readable, sink: EventSink): Promise<"mark" | "end"> {
  return new Promise((resolve, reject) => {
    const decoder = new StringDecoder("utf8");
    let comments = 0;
    let bytes = 0;
    let lineBytes = 0;
    let tail = "";
    let sawMark = false;
    const parser = createParser({
      onComment: () => {
        comments += 1;
      },
      onEvent({ data }) {
        if (data === mark) {
          sawMark = true;
          return;
        }
        let json: unknown;
        try {
          json = parseExactChunk(data);
        } catch {
          return sink.onMalformed();
        }
        sink.onData(json);
      },
    });
    const letGo = () => {
      body.off("data", onPiece);
      // Nobody listens any more: what a dying body still says is of no interest.
      body.on("error", () => {}).destroy();
    };
    const onPiece = (piece: Buffer) => {
      try {
        bytes += piece.length;
        if (bytes > limits.responseBytes) throw new AppError("answer_too_large", { detail: `${bytes} bytes` });
        const lineEnd = piece.lastIndexOf(10);
        lineBytes = lineEnd < 0 ? lineBytes + piece.length : piece.length - lineEnd - 1;
        if (lineBytes > limits.lineBytes) throw new AppError("answer_too_large", { detail: "a line without an end" });
        const text = decoder.write(piece);
        comments = 0;
        parser.feed(text);
        const end = tail + (text.length > markUnits ? text.slice(-markUnits) : text);
        sawMark ||= end.includes(mark) && endMark.test(end);
        tail = end.slice(-markUnits);
        sink.onPiece({ comments, isPayload: (comments === 0 ? /\S/ : /^data/m).test(text) });
        if (!sawMark) return;
        body.off("data", onPiece).resume();
        // Nearly always the end follows at once, and the connection serves the next call.
        const linger = setTimeout(letGo, lingerMs);
        body.once("close", () => clearTimeout(linger));
        resolve("mark");
      } catch (error) {
        letGo();
        reject(error);
      }
    };
    body.on("data", onPiece);
    body.once("end", () => {
      try {
        // The last event may lack its blank line.
        if (!sawMark) parser.feed("\n\n");
        resolve(sawMark ? "mark" : "end");
      } catch (error) {
        reject(error);
      }
    });
    body.once("error", reject);
    // Destroyed without an error of its own: by an abort, whose reason the caller knows.
    body.once("close", () => reject(new Error("the body was closed")));
  });
}
