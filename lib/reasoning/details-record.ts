import { DetailsEvent } from "./details-event";
import type { CallEvent } from "./events";
import { readExact } from "./exact-json";
import { toJson } from "./json";
import { createMerger } from "./merge";

/** Fragments are joined, and stored ones parsed, some at a time: one long text costs far less than many short ones. */
const joinEvery = 64;

/** The `reasoning_details` of one model call: every value as it came, and all of them merged. */
export interface DetailsRecord {
  add(event: Extract<CallEvent, { type: "details" }>): void;
  /** JSON array, one element per event; null = none */
  fragments(): string | null;
  /** JSON of the merged array; null = none, or only with null */
  merged(): string | null;
}

export function createDetailsRecord(): DetailsRecord {
  const merger = createMerger();
  /** JSON texts, joined by commas */
  const joined: string[] = [];
  let pending: string[] = [];
  /** those that do not remember their value and are not merged yet */
  let unread: string[] = [];

  function joinPending(): void {
    if (pending.length > 0) joined.push(pending.join(","));
    pending = [];
  }

  function mergeUnread(): void {
    if (unread.length === 0) return;
    const list = readExact(`[${unread.join(",")}]`);
    // A stored text that is no JSON spoils only itself.
    if (Array.isArray(list) && list.length === unread.length) for (const value of list) merger.push(value);
    else for (const json of unread) merger.push(readExact(json));
    unread = [];
  }

  return {
    add(event) {
      if (pending.push(event.json) >= joinEvery) joinPending();
      const value = DetailsEvent.valueOf(event);
      if (value === undefined) {
        if (unread.push(event.json) >= joinEvery) mergeUnread();
      } else {
        mergeUnread();
        merger.push(value);
      }
    },
    fragments() {
      joinPending();
      return joined.length > 0 ? `[${joined.join(",")}]` : null;
    },
    merged() {
      mergeUnread();
      const details = merger.details();
      return details && toJson(details);
    },
  };
}
