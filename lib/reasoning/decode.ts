import type { ReasoningKind } from "../conversation/message";
import { createContentSplitter } from "./content-splitter";
import type { ContentPiece } from "./content-stages";
import { type CopyCheck, createShownReasoning } from "./copy-check";
import { findUsage, firstChoice, readContent, readDetails } from "./delta";
import { DetailsEvent } from "./details-event";
import type { CallEvent, ReasoningField } from "./events";
import { isEmptyObject, isObject, type JsonObject, textOf, toJson } from "./json";
import { readErrorValue, readProviderError } from "./provider-error";
import { createSnapshotFilter } from "./snapshots";
import { createStrayCloseScan } from "./stray-close";
import { createToolCalls } from "./tool-calls";

export interface DecoderOptions {
  /**
   * "auto": thoughts left in `content` (think tags, gpt-oss channels) are told from the answer; "open": so are thoughts whose opening
   * tag stands in the prompt, by the model's template, and therefore never comes; "off": content is the answer as it is.
   */
  think?: "auto" | "open" | "off";
}
export interface Decoder {
  /** @throws AppError provider_malformed for JSON nested too deeply */
  push(chunk: unknown): CallEvent[];
  /** To be called once at the end, also of a broken stream: gives what was held back in doubt. */
  end(): CallEvent[];
  /** The answer began inside of its thoughts, and was shown as text: the next one is to be read with `think: "open"`. */
  beganInside(): boolean;
}

/**
 * Decodes one model call: parsed JSON chunks of a chat-completions stream, or a whole non-streaming body, into events. Unknown keys and
 * wrong types are passed over, never an error. The work per chunk depends on the chunk alone, not on what came before.
 *
 * Hosts send the same words under several names, in one delta or later again. The first field that speaks is the only one shown, so
 * nothing shows twice; `details` events carry every `reasoning_details` value all the same. Inside a chunk the order is: reasoning,
 * content, tool calls, finish, usage, error. Wire format: openrouter.ai/docs, reasoning tokens and streaming.
 */
export function createDecoder({ think = "auto" }: DecoderOptions = {}): Decoder {
  let events: CallEvent[] = [];
  let field: ReasoningField | null = null;
  let kind: ReasoningKind = "raw";
  let hidden: "no" | "due" | "said" = "no";
  let hasReasoned = false;
  let hasSpoken = false;
  let finished = { reason: "", native: "" };
  let lastUsage = "";
  let contentCopy: CopyCheck | null = null;
  let known = { id: "", model: "", provider: "" };
  const shown = createShownReasoning();
  const snapshots = createSnapshotFilter();
  const toolCalls = createToolCalls();
  const strayClose = createStrayCloseScan();
  // A field of its own has spoken: what `content` has in tags or channels is then most likely its copy.
  const copyOf = () => (field === null || field === "think" || field === "content" ? null : shown.compare());
  const splitter = createContentSplitter(copyOf, think === "open");

  function sayReasoning(text: string, from: ReasoningField): void {
    if (text === "") return;
    if (hidden === "due") hidden = "no";
    hasReasoned = true;
    hasSpoken = true;
    shown.add(text);
    events.push({ type: "reasoning", text, kind, field: from });
  }

  /** What was waiting behind the reasoning comes out before anything else does. */
  function closeReasoning(): void {
    if (field) sayReasoning(snapshots.flush(), field);
    if (hidden !== "due") return;
    hidden = "said";
    events.push({ type: "reasoning", text: "", kind: "hidden", field: "reasoning_details" });
  }

  function readReasoning(delta: JsonObject): void {
    const reasoning = textOf(delta.reasoning);
    const content = textOf(delta.reasoning_content);
    const isInDetails = field === "reasoning_details" || (field === null && reasoning === "" && content === "");
    const details = readDetails(delta.reasoning_details, isInDetails);
    if (!field) {
      if (reasoning !== "") field = "reasoning";
      else if (content !== "") field = "reasoning_content";
      else if (details.texts.length > 0) field = "reasoning_details";
    }
    const newKind = details.kind ?? kind;
    if (field === "reasoning_details") {
      for (const entry of details.texts) {
        setKind(entry.kind);
        sayReasoning(snapshots.next(entry.text), field);
      }
    } else if (field === "reasoning" || field === "reasoning_content") {
      const text = field === "reasoning" ? reasoning : content;
      if (text !== "") {
        setKind(newKind);
        sayReasoning(snapshots.next(text), field);
      }
    }
    if (details.hasEncrypted && hidden === "no" && !hasReasoned) hidden = "due";
    if (delta.reasoning_details !== undefined) {
      events.push(new DetailsEvent(delta.reasoning_details));
    }
  }

  function setKind(next: ReasoningKind): void {
    if (next === kind) return;
    if (field) sayReasoning(snapshots.flush(), field);
    kind = next;
  }

  function sayText(text: string): void {
    closeReasoning();
    if (think === "auto" && field === null) strayClose.push(text);
    hasSpoken = true;
    events.push({ type: "text", text });
  }

  function say(piece: ContentPiece): void {
    if (piece.to === "tool") {
      closeReasoning();
      hasSpoken = true;
      const call = piece.name === "" ? { arguments: piece.text } : { name: piece.name, arguments: piece.text };
      events.push(...toolCalls.push([{ function: call }], false));
    } else if (piece.to === "text") {
      sayText(piece.text);
    } else {
      sayContentReasoning(piece.text, piece.field);
    }
  }

  /** Reasoning found inside `content`. Beside a field of its own only the words that are no copy of it are shown. */
  function sayContentReasoning(text: string, from: "think" | "content"): void {
    field ??= from;
    if (field !== from) {
      contentCopy ??= copyOf();
      if (!contentCopy || contentCopy(text)) return;
    }
    kind = "raw";
    sayReasoning(text, from);
  }

  function sayContent(text: string): void {
    if (text === "") return;
    if (think === "off" || splitter.isPlain()) sayText(text);
    else splitter.push(text).forEach(say);
  }

  function sayRefusal(text: string): void {
    if (text === "") return;
    closeReasoning();
    hasSpoken = true;
    events.push({ type: "refusal", text });
  }

  function readDelta(delta: JsonObject, isWhole: boolean): void {
    readReasoning(delta);
    // Nearly every content is a string; parts need a list.
    if (typeof delta.content === "string") {
      sayContent(delta.content);
    } else if (delta.content) {
      for (const item of readContent(delta.content)) {
        if (item.to === "reasoning") sayContentReasoning(item.text, "content");
        else if (item.to === "refusal") sayRefusal(item.text);
        else sayContent(item.text);
      }
    }
    sayRefusal(textOf(delta.refusal));
    if (Array.isArray(delta.annotations) && delta.annotations.length > 0) {
      events.push({ type: "annotations", json: toJson(delta.annotations) });
    }
    if (!Array.isArray(delta.tool_calls)) return;
    const calls = toolCalls.push(delta.tool_calls, isWhole);
    if (calls.length === 0) return;
    splitter.settle().forEach(say);
    closeReasoning();
    hasSpoken = true;
    events.push(...calls);
  }

  function readServed(chunk: JsonObject): void {
    const id = known.id === "" ? textOf(chunk.id) : "";
    const model = known.model === "" ? textOf(chunk.model) : "";
    const provider = known.provider === "" ? textOf(chunk.provider) : "";
    if (id === "" && model === "" && provider === "") return;
    const event: CallEvent = { type: "served" };
    // The first non-empty value counts: a first chunk with nothing but filter results has empty ones.
    if (id !== "") event.generationId = id;
    if (model !== "") event.model = model;
    if (provider !== "") event.provider = provider;
    known = { id: known.id || id, model: known.model || model, provider: known.provider || provider };
    events.push(event);
  }

  function readFinish(choice: JsonObject): void {
    const native = textOf(choice.native_finish_reason) || finished.native;
    const reason = textOf(choice.finish_reason) || finished.reason;
    if (reason === finished.reason && native === finished.native) return;
    finished = { reason, native };
    // A native reason alone waits: the reason may follow, and end() gives it otherwise.
    if (reason === "") return;
    closeReasoning();
    events.push(native === "" ? { type: "finish", reason } : { type: "finish", reason, nativeReason: native });
  }

  return {
    push(chunk) {
      events = [];
      if (!isObject(chunk)) return events;
      readServed(chunk);
      const choice = firstChoice(chunk);
      if (choice) {
        // A stream's last chunk may repeat the whole message: it counts only when no delta said anything.
        if (isObject(choice.delta) && !isEmptyObject(choice.delta)) readDelta(choice.delta, false);
        else if (isObject(choice.message) && !hasSpoken) readDelta(choice.message, true);
        readFinish(choice);
      }
      const usage = findUsage(chunk, choice);
      if (usage) {
        const json = toJson(usage);
        if (json !== lastUsage) events.push({ type: "usage", json });
        lastUsage = json;
      }
      const error = readProviderError(chunk) ?? (choice ? readErrorValue(choice.error) : null);
      if (error) {
        closeReasoning();
        events.push({ type: "error", ...error });
      }
      return events;
    },
    beganInside: () => field === null && strayClose.found(),
    end() {
      events = [];
      splitter.end().forEach(say);
      closeReasoning();
      events.push(...toolCalls.end());
      if (finished.reason === "" && finished.native !== "") {
        events.push({ type: "finish", reason: finished.native, nativeReason: finished.native });
      }
      return events;
    },
  };
}
