import { temporaryHours } from "@/lib/contract/conversations";

/** Limits that protect the server; each has its documented error (docs/api.md). */
export const limits = {
  /** HTTP body, bytes → body_too_large */
  bodyBytes: 4_000_000,
  /** an exported conversation that comes back, bytes → body_too_large; it holds every request, each with all messages before it */
  importBytes: 64_000_000,
  /** a file of conversations that is imported, bytes → body_too_large; only one of them is in memory at a time */
  importFileBytes: 4_000_000_000,
  /** one message, UTF-8 bytes → body_too_large */
  messageBytes: 1_000_000,
  /** reasoning plus answer of one model call, UTF-16 units → answer_too_large */
  answerUnits: 4_000_000,
  /** bytes of one provider response, keep-alive included → answer_too_large */
  responseBytes: 64_000_000,
  /** one line of it, bytes → answer_too_large; whoever reads lines keeps one that has no end */
  lineBytes: 8_000_000,
  /** running completions of one owner → too_many_requests */
  runningPerOwner: 256,
  /** streams one owner follows with GET → too_many_requests: some tabs for every running answer */
  readersPerOwner: 512,
  /** streams that are followed in this process → server_busy; one costs a socket and up to 64 frames */
  readers: 4096,
  /** what readers of one share get, UTF-16 units of JSON → body_too_large; it is drawn as one page, and kept in memory */
  shareCharacters: 6_000_000,
  /** model calls of one answer that runs tools; then it ends with its last tool calls not run */
  callsPerCompletion: 16,
  /** requests that failed before the first token, over all models and steps of one answer; then it ends with the failure */
  attemptsPerCompletion: 128,
  /** how long a deleted message, or conversations deleted together, can be brought back, milliseconds; then they are removed */
  undoMs: 600_000,
  /** how long a temporary conversation is kept after its last message, milliseconds; then it is removed */
  temporaryMs: temporaryHours * 3_600_000,
  /** milliseconds between two saves of what streams */
  saveEveryMs: 400,
  /** for so long saving may fail before the reader is told, milliseconds */
  unsavedAfterMs: 2_000,
  /** how long a finished stream can still be followed from memory, milliseconds */
  streamLingerMs: 30_000,
} as const;
