import "server-only";
import { limits } from "@/lib/config/limits";
import { log } from "@/lib/config/log";
import type { ImportEnd, ImportEvent, ImportedLine } from "@/lib/contract/imports";
import { AppError } from "@/lib/errors/app-error";
import { UnreadableConversation } from "@/lib/import/foreign";
import { formatNames, formatOf } from "@/lib/import/formats";
import { createPace, type Pause } from "@/lib/import/pace";
import { readSliced } from "@/lib/import/read-sliced";
import { createValueSplitter, type FoundValue } from "@/lib/import/split-values";
import { parseExact } from "@/lib/reasoning/exact-json";
import { isObject, textOf } from "@/lib/reasoning/json";
import { visibleText } from "@/lib/reasoning/visible-text";
import { tellOwner } from "@/lib/stream/owner-feed";
import { importForeign } from "./import-foreign";
import { importHead } from "./import-head";
import { importOwn } from "./import-own";
import { indexRest } from "./search-index";

interface ImportFileInput {
  userId: string;
  body: AsyncIterable<Uint8Array>;
  onEvent: (event: ImportEvent) => void;
  /** true ends it after the conversation at hand */
  isCancelled: () => boolean;
}

/** Deeper than any conversation; a tree written as children in children is as deep as it is long. */
const maxDepth = { verbatim: 1000, foreign: 20_000 };
/** So many things in a row that are no conversation mean that this is no export. */
const patience = 100;

/**
 * A file of conversations, imported while it arrives: each in a transaction of its own, so that one that is damaged costs only itself,
 * and what is there stays when the line breaks. One conversation is in memory at a time.
 */
export async function importFile({ userId, body, onEvent, isCancelled }: ImportFileInput): Promise<void> {
  const pause = createPace();
  const splitter = createValueSplitter({ maxBytes: limits.importBytes });
  const end: ImportEnd = { type: "end", imported: 0, present: 0, skipped: 0, bytes: 0 };
  let inARow = 0;
  let toldAt = 0;
  let toldOwnerAt = 0;
  /** Lists that are open show what has come, not more often than one can see. */
  const tell = (conversationId: string) => {
    if (Date.now() - toldOwnerAt < 1000) return;
    toldOwnerAt = Date.now();
    tellOwner(userId, { type: "conversation-changed", conversationId });
  };
  let last: string | null = null;
  /** @returns whether to go on */
  const take = async (found: FoundValue): Promise<boolean> => {
    const line =
      found.kind === "head"
        ? await importProjectsAndTags({ userId, bytes: found.bytes, pause })
        : await importValue({ userId, found, pause });
    if (line === null) return !isCancelled();
    end[line.outcome] += 1;
    onEvent({ ...line, bytes: end.bytes });
    if (line.outcome === "imported" && line.id !== null) {
      last = line.id;
      tell(line.id);
    }
    inARow = line.outcome === "skipped" && line.format === null ? inARow + 1 : 0;
    return !isNothing(found) && inARow < patience && !isCancelled();
  };
  try {
    for await (const chunk of body) {
      end.bytes += chunk.byteLength;
      if (end.bytes > limits.importFileBytes) throw new AppError("body_too_large", { detail: `${end.bytes} bytes` });
      for (const found of splitter.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)))
        if (!(await take(found))) return finish(found);
      if (isCancelled()) return;
      if (end.bytes - toldAt > 1_000_000) {
        toldAt = end.bytes;
        onEvent({ type: "progress", bytes: end.bytes });
      }
      await pause();
    }
    for (const found of splitter.end()) if (!(await take(found))) return finish(found);
    onEvent(end);
  } finally {
    // Also of a file that broke off: what is in it is here to stay.
    if (last !== null) tellOwner(userId, { type: "conversation-changed", conversationId: last });
    for (const type of ["projects-changed", "tags-changed"] as const) tellOwner(userId, { type });
    void indexRest();
  }

  function finish(found: FoundValue) {
    if (isCancelled()) return;
    if (!isNothing(found))
      onEvent({
        ...unread,
        reason: `After ${patience} things that are no conversation, the rest was not read.`,
        bytes: end.bytes,
      });
    onEvent(end);
  }
}

const unread: Omit<ImportedLine, "bytes" | "reason"> = {
  ...{ type: "conversation", outcome: "skipped", format: null, id: null, title: "", messages: 0 },
  losses: [],
};

/** A file that holds nothing to read. */
const isNothing = ({ kind }: FoundValue) => kind === "no_json" || kind === "empty";

/** @returns what could not be read of it, or null */
async function importProjectsAndTags(input: {
  userId: string;
  bytes: Buffer;
  pause: Pause;
}): Promise<Omit<ImportedLine, "bytes"> | null> {
  const { userId, bytes, pause } = input;
  try {
    await importHead({ userId, value: await readSliced(bytes, { parse: JSON.parse, pause }), pause });
    return null;
  } catch (error) {
    const isKnown = error instanceof UnreadableConversation;
    if (!isKnown && !(error instanceof SyntaxError)) log().error({ err: error }, "projects and tags not imported");
    const why = isKnown ? error.message : "Something went wrong on this server while they were stored.";
    const reason = error instanceof SyntaxError ? "They are not valid JSON." : why;
    return { ...unread, format: formatNames.verbatim, title: "Projects and tags", reason };
  }
}

async function importValue(input: {
  userId: string;
  found: Exclude<FoundValue, { kind: "head" }>;
  pause: Pause;
}): Promise<Omit<ImportedLine, "bytes">> {
  const { found, pause } = input;
  if (found.kind !== "value") return { ...unread, reason: reasons[found.kind] };
  if (found.depth > maxDepth.foreign) return { ...unread, reason: "It is nested too deeply." };
  // Numbers of our own exports keep their spelling: hashes rest on it.
  const isOwn = found.bytes.subarray(0, 200).includes('"verbatim-');
  let value: unknown;
  try {
    value = await readSliced(found.bytes, { parse: isOwn ? parseExact : JSON.parse, pause });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ...unread, reason: "It is not valid JSON." };
  }
  const reader = formatOf(value);
  const title = titleIn(value);
  if (reader === null) return { ...unread, title, reason: "It is no conversation of a format that can be read." };
  const format = reader === "verbatim" ? formatNames.verbatim : formatNames[reader.format];
  try {
    if (reader === "verbatim" && found.depth > maxDepth.verbatim)
      throw new UnreadableConversation("It is nested too deeply.");
    const done =
      reader === "verbatim"
        ? await importOwn({ userId: input.userId, value, pause })
        : await importForeign({
            ...{ userId: input.userId, format: reader.format, formatName: format, pause },
            conversation: await reader.read(Object(value), pause),
          });
    const { isNew, ...about } = done;
    return { ...unread, ...about, outcome: isNew ? "imported" : "present", format, reason: null };
  } catch (error) {
    if (error instanceof UnreadableConversation) return { ...unread, format, title, reason: error.message };
    // Only a cause we did not foresee gets here; it must not cost the conversations after it.
    log().error({ err: error }, "conversation not imported");
    return { ...unread, format, title, reason: "Something went wrong on this server while it was stored." };
  }
}

const reasons: Record<Exclude<FoundValue["kind"], "value" | "head">, string> = {
  empty: "The file is empty.",
  too_large: `It is larger than ${limits.importBytes / 1_000_000} MB.`,
  cut: "The file breaks off in the middle of it.",
  no_json: "The file is no JSON. An archive has to be unpacked first.",
};

function titleIn(value: unknown): string {
  if (!isObject(value)) return "";
  const inner = isObject(value.chat) ? value.chat : value;
  return visibleText(textOf(value.title) || textOf(inner.title)).slice(0, 200);
}
