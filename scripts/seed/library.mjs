// A library of conversations for measurements and for the tests of query plans: written by COPY, the indexes of the search after it.
import { randomUUID } from "node:crypto";
import { searchTextOf } from "../../lib/conversation/search-docs.ts";
import { withClient } from "../lib/database.mjs";
import { copyIn } from "./copy-in.mjs";
import { randomFrom, sentence } from "./words.mjs";

export const ownerId = "solo-owner";
const otherId = "seeded-neighbour";
export const model = "seed/model-1";
/** In every 5,000th message. */
export const rareWord = "wrentit";
const rareEvery = 5000;
/** The first conversation is a long one. */
const longMessages = 2000;
const usualMessages = 50;
/** Every tenth conversation is another person's. */
const neighbourEvery = 10;
const sliceMessages = 10_000;
const spanMs = 2 * 365 * 86_400_000;

/** @typedef {Record<"conversation" | "message" | "part" | "completion" | "model_call", unknown[][]> & { search_doc: unknown[][] | null }} Slice */
const columns = {
  conversation: ["id", "owner_id", "title", "model", "active_leaf_id", "next_seq", "created_at", "last_activity_at"],
  message: ["id", "conversation_id", "parent_id", "seq", "role", "body_hash", "created_at"],
  part: ["message_id", "index", "type", "text", "data", "duration_ms"],
  completion: [
    ...["id", "message_id", "conversation_id", "owner_id", "status", "connection_name", "model", "settings"],
    ...["finish_reason", "started_at", "ended_at"],
  ],
  model_call: [
    ...["id", "completion_id", "step", "attempt", "purpose", "requested_model", "outcome", "sent_settings"],
    ...["output_tokens", "reasoning_tokens", "total_ms"],
  ],
  search_doc: ["id", "message_id", "conversation_id", "owner_id", "scope", "at", "model", "body", "is_cut", "tsv"],
};

/**
 * Fills an empty, migrated database.
 * @param {string} url @param {number} messages @param {(line: string) => void} tell
 * @param {{ isSearchable?: boolean }} [options] without what the search reads it takes a fifth of the time
 */
export async function seedLibrary(url, messages, tell, { isSearchable = true } = {}) {
  await withClient(url, async (client) => {
    // Foreign keys hold by construction; checking each row would take most of the time.
    await client.query(
      "set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB'",
    );
    for (const id of [ownerId, otherId])
      await client.query(`insert into "user" (id, name, email) values ($1, $1, $1) on conflict do nothing`, [id]);
    const { rows: indexes } = await client.query(
      "select indexname, indexdef from pg_indexes where tablename = 'search_doc' and indexname <> 'search_doc_pkey'",
    );
    for (const { indexname } of indexes) await client.query(`drop index ${indexname}`);
    let done = 0;
    for (const slice of slicesOf(messages, isSearchable)) {
      for (const [table, names] of Object.entries(columns))
        await copyIn(client, table, names, slice[/** @type {keyof Slice} */ (table)] ?? []);
      done += slice.message.length;
      tell(`${done.toLocaleString("en")} of ${messages.toLocaleString("en")} messages`);
    }
    for (const { indexname, indexdef } of indexes) {
      const begun = Date.now();
      await client.query(indexdef);
      tell(`${indexname} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    }
    await client.query("analyze");
  });
}

/** @param {number} total @param {boolean} isSearchable @returns {Generator<Slice>} */
function* slicesOf(total, isSearchable) {
  const random = randomFrom(17);
  let slice = emptySlice(isSearchable);
  for (let made = 0, number = 0; made < total; number += 1) {
    const count = Math.min(number === 0 ? longMessages : usualMessages, total - made);
    addConversation(slice, { random, number, count, made, total });
    made += count;
    if (slice.message.length >= sliceMessages) {
      yield slice;
      slice = emptySlice(isSearchable);
    }
  }
  yield slice;
}

/** @param {boolean} isSearchable @returns {Slice} */
const emptySlice = (isSearchable) => ({
  ...{ conversation: [], message: [], part: [], completion: [], model_call: [] },
  search_doc: isSearchable ? [] : null,
});

/** @param {Slice} slice @param {{ random: () => number, number: number, count: number, made: number, total: number }} place */
function addConversation(slice, { random, number, count, made, total }) {
  const id = randomUUID();
  const owner = number % neighbourEvery === neighbourEvery - 1 ? otherId : ownerId;
  const title = `${sentence(random, 4)} ${number}`;
  const timeOf = (/** @type {number} */ index) =>
    new Date(Date.now() - spanMs * (1 - (made + index) / total)).toISOString();
  const ids = Array.from({ length: count }, () => randomUUID());
  for (const [index, messageId] of ids.entries()) {
    const isQuestion = index % 2 === 0;
    const at = timeOf(index);
    slice.message.push([messageId, id, ids[index - 1] ?? null, index, isQuestion ? "user" : "assistant", "seed", at]);
    const rare = (made + index) % rareEvery === 0 ? ` ${rareWord}` : "";
    if (isQuestion) {
      addText(slice, { messageId, id, owner, at }, "question", sentence(random, 15) + rare);
      continue;
    }
    const completion = randomUUID();
    slice.completion.push([completion, messageId, id, owner, "done", "Seed", model, "{}", "stop", at, at]);
    slice.model_call.push([randomUUID(), completion, 0, 0, "answer", model, "done", "{}", 80, 60, 1500]);
    addText(slice, { messageId, id, owner, at }, "reasoning", sentence(random, 40));
    addText(slice, { messageId, id, owner, at }, "answer", sentence(random, 40));
  }
  slice.conversation.push([id, owner, title, model, ids.at(-1), count, timeOf(0), timeOf(count - 1)]);
  addDoc(slice, { messageId: null, id, owner, at: timeOf(count - 1) }, "title", title);
}

/**
 * @param {Slice} slice @param {{ messageId: string | null, id: string, owner: string, at: string }} of
 * @param {"question" | "answer" | "reasoning"} scope @param {string} text
 */
function addText(slice, of, scope, text) {
  const isReasoning = scope === "reasoning";
  const index = scope === "answer" ? 1 : 0;
  const data = isReasoning ? JSON.stringify({ kind: "raw" }) : null;
  slice.part.push([of.messageId, index, isReasoning ? "reasoning" : "text", text, data, isReasoning ? 700 : null]);
  addDoc(slice, of, scope, text);
}

/**
 * @param {Slice} slice @param {{ messageId: string | null, id: string, owner: string, at: string }} of
 * @param {import("../../lib/conversation/search-docs.ts").SearchScope} scope @param {string} text
 */
function addDoc(slice, { messageId, id, owner, at }, scope, text) {
  if (!slice.search_doc) return;
  const { body, isCut, tsv } = searchTextOf(scope, text);
  const said = scope === "answer" || scope === "reasoning" ? model : null;
  slice.search_doc.push([
    messageId === null ? id : randomUUID(),
    messageId,
    id,
    owner,
    scope,
    at,
    said,
    body,
    isCut,
    tsv,
  ]);
}
