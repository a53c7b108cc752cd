import { createHash } from "node:crypto";
import { parseWithSource } from "./json-source.mjs";

/**
 * Checks the replay ledger of an exported conversation with nothing but the file. Three hashes have to agree for each line: the one
 * written down when the request was made, that of the reasoning as it was received, and that of what stands in the request that was sent.
 *
 * @typedef {import("./json-source.mjs").Json} Json
 * @typedef {import("./json-source.mjs").JsonObject} JsonObject
 * @typedef {{ request: string, source: string, returned: string, sha256: string, result: string, isBad: boolean }} Row
 * @typedef {{ title: string, answers: number, requests: number, rows: Row[], problems: string[], returned: number, leftOut: number, unrecorded: number }} Report
 * @typedef {{ id: string, name: string, messageId: string, status: string, step: number, attempt: number, data: JsonObject }} Call
 */

/** The file is not an export with a ledger. */
export class NotAnExport extends Error {}

const fields = ["reasoning_details", "reasoning", "reasoning_content"];
const sha256 = (/** @type {string} */ text) => createHash("sha256").update(text, "utf8").digest("hex");

/** @param {Json | undefined} value @returns {JsonObject | null} */
const asObject = (value) => (typeof value === "object" && value !== null && !Array.isArray(value) ? value : null);
/** @param {Json | undefined} value @returns {JsonObject[]} */
const asObjects = (value) => (Array.isArray(value) ? value.flatMap((item) => asObject(item) ?? []) : []);

/** @param {string} text @returns {Report} @throws {NotAnExport | SyntaxError} */
export function checkExport(text) {
  const { value, sourceOf } = parseWithSource(text);
  const file = asObject(value);
  if (file?.format !== "verbatim-conversation") throw new NotAnExport("This is not the JSON export of a conversation.");
  if (Number(file.version) < 2) throw new NotAnExport("This export was made before the ledger existed. Export again.");
  const messages = asObjects(file.messages);
  const parents = new Map(messages.map((message) => [String(message.id), message.parentId]));
  const calls = listCalls(messages);
  const byMessage = groupByMessage(calls);
  const kept = callsBefore(messages, calls);

  /** @type {Report} */
  const report = {
    title: String(file.title ?? ""),
    answers: byMessage.size,
    requests: calls.filter((call) => asObject(call.data.request)).length,
    rows: [],
    problems: [],
    returned: 0,
    leftOut: 0,
    unrecorded: 0,
  };
  for (const call of calls) {
    checkStored(call, sourceOf, report.problems);
    const earlier = earlierCalls(call, parents, byMessage, kept);
    if (earlier === null) report.problems.push(`${call.name}: a message before it is missing from the file.`);
    else if (asObject(call.data.request)) checkRequest(call, earlier, sourceOf, report);
    else checkUnrecorded(call, earlier, report);
  }
  return report;
}

/** @param {JsonObject[]} messages @returns {Call[]} those that have ended, in order */
function listCalls(messages) {
  const answers = messages.filter((message) => asObject(message.completion));
  return answers.flatMap((message, index) => {
    const all = asObjects(asObject(message.completion)?.calls).filter((data) => Array.isArray(data.replay));
    return all.map((data) => ({
      id: String(data.id),
      name: `answer ${index + 1}${all.length > 1 ? `, request ${Number(data.step) + 1}` : ""}${Number(data.attempt) > 0 ? `, attempt ${Number(data.attempt) + 1}` : ""}`,
      messageId: String(message.id),
      status: String(asObject(message.completion)?.status),
      step: Number(data.step),
      attempt: Number(data.attempt),
      data,
    }));
  });
}

/** @param {Call[]} calls @returns {Map<string, Call[]>} (Map.groupBy is younger than Node 20) */
function groupByMessage(calls) {
  /** @type {Map<string, Call[]>} */
  const groups = new Map();
  for (const call of calls) groups.set(call.messageId, [...(groups.get(call.messageId) ?? []), call]);
  return groups;
}

/**
 * By message, the calls of the unfinished answer it goes on from: it has kept their parts.
 * @param {JsonObject[]} messages @param {Call[]} calls @returns {Map<string, Call[]>}
 */
function callsBefore(messages, calls) {
  const byId = new Map(calls.map((call) => [call.id, call]));
  return new Map(
    messages.map((message) => {
      const ids = new Set(asObjects(message.parts).map((part) => String(part.callId)));
      const kept = [...ids].flatMap((id) => byId.get(id) ?? []);
      return [String(message.id), kept.filter(({ messageId }) => messageId !== String(message.id))];
    }),
  );
}

/**
 * The calls of the branch before this one, oldest first; of several attempts the last.
 * @param {Call} call @param {Map<string, Json | undefined>} parents @param {Map<string, Call[]>} byMessage
 * @param {Map<string, Call[]>} kept
 * @returns {Call[] | null} null when the way to the root is broken
 */
function earlierCalls(call, parents, byMessage, kept) {
  const lastAttempts = (/** @type {Call[]} */ calls) => [...new Map(calls.map((each) => [each.step, each])).values()];
  const own = lastAttempts(byMessage.get(call.messageId) ?? []).filter((each) => each.step < call.step);
  const before = [...(kept.get(call.messageId) ?? [])];
  const seen = new Set([call.messageId]);
  for (let id = parents.get(call.messageId) ?? null; id !== null; id = parents.get(String(id)) ?? null) {
    if (!parents.has(String(id)) || seen.has(String(id))) return null;
    seen.add(String(id));
    before.unshift(...(kept.get(String(id)) ?? []), ...lastAttempts(byMessage.get(String(id)) ?? []));
  }
  return [...before, ...own];
}

/** @param {Call} call @param {(value: Json) => string} sourceOf @param {string[]} problems */
function checkStored({ name, data }, sourceOf, problems) {
  const { reasoningDetails = null, reasoningDetailsSha256 = null, request = null, requestHash = null } = data;
  const details = reasoningDetails === null ? "" : sourceOf(reasoningDetails);
  if (reasoningDetailsSha256 === null ? details !== "" : sha256(details) !== reasoningDetailsSha256)
    problems.push(`${name}: its reasoning is not what was received.`);
  if (request !== null && sha256(sourceOf(request)) !== requestHash)
    problems.push(`${name}: its request is not what was sent.`);
}

/**
 * A request is written down when its call is over. One that was stopped before it went out, or that a crash ended, has left its plan and
 * neither a text nor a hash; whatever has a hash, or belongs to a complete answer, has to have its text.
 * @param {Call} call @param {Call[]} earlier @param {Report} report
 */
function checkUnrecorded(call, earlier, report) {
  const entries = asObjects(call.data.replay);
  const mayLack =
    (call.data.requestHash ?? null) === null && ["stopped", "failed", "interrupted"].includes(call.status);
  if (entries.length > 0 && !mayLack) report.problems.push(`${call.name}: its request is missing.`);
  if (!mayLack) return;
  for (const { sourceCallId } of entries) {
    const source = earlier.find(({ id }) => id === sourceCallId);
    if (!source) report.problems.push(`${call.name}: an entry is about a call that is not before it on its branch.`);
    else report.rows.push(row(call, source, null, "not recorded: the answer ended before its request was stored"));
    if (source) report.unrecorded++;
  }
}

/** @param {Call} call @param {Call[]} earlier @param {(value: Json) => string} sourceOf @param {Report} report */
function checkRequest(call, earlier, sourceOf, report) {
  const sent = asObject(call.data.request)?.messages;
  const messages = Array.isArray(sent) ? sent.map(asObject) : [];
  const entries = asObjects(call.data.replay);
  const claimed = new Set();
  let lastIndex = -1;
  for (const source of earlier) {
    const own = entries.filter((entry) => entry.sourceCallId === source.id);
    const [entry] = own;
    if (own.length > 1) report.problems.push(`${call.name}: two entries about ${source.name}.`);
    if (!entry) {
      if (!hasReasoning(source)) continue;
      report.rows.push(row(call, source, null, "MISSING: no entry says what became of this reasoning"));
      report.problems.push(`${call.name}: no entry about ${source.name}.`);
      continue;
    }
    const index = typeof entry.messageIndex === "number" ? entry.messageIndex : null;
    const problem = problemOf(entry, source, index === null ? null : (messages[index] ?? null), sourceOf);
    const isOutOfOrder = index !== null && index <= lastIndex;
    const bad = problem ?? (isOutOfOrder ? "out of order" : null);
    if (index !== null) lastIndex = index;
    if (index !== null) claimed.add(index);
    if (bad !== null) report.problems.push(`${call.name}: ${source.name}: ${bad}.`);
    else if (entry.rule === null) report.returned++;
    else report.leftOut++;
    report.rows.push(row(call, source, entry, bad === null ? resultOf(entry) : `ALTERED: ${bad}`));
  }
  const known = new Set(earlier.map((source) => source.id));
  for (const entry of entries)
    if (!known.has(String(entry.sourceCallId)))
      report.problems.push(`${call.name}: an entry is about a call that is not before it on its branch.`);
  messages.forEach((message, index) => {
    if (!claimed.has(index) && message && saysReasoning(message))
      report.problems.push(`${call.name}: message ${index + 1} of the request holds reasoning no entry accounts for.`);
  });
}

/** @param {JsonObject} entry @param {Call} source @param {JsonObject | null} message @param {(value: Json) => string} sourceOf @returns {string | null} */
function problemOf(entry, source, message, sourceOf) {
  if (entry.rule !== null)
    return message && saysReasoning(message) ? "left out by a rule, and sent all the same" : null;
  if (message?.role !== "assistant") return "the request has no such message";
  const isDetails = entry.form === "details";
  const sent = message[isDetails ? "reasoning_details" : String(entry.form)];
  const kept = source.data[isDetails ? "reasoningDetails" : "reasoningText"];
  if (sent === undefined || sent === null) return "nothing stands in the request";
  if (kept === undefined || kept === null) return "what was received is gone";
  if (sha256(sourceOf(kept)) !== entry.sha256) return "what was received is not what the entry says";
  if (sha256(sourceOf(sent)) !== entry.sha256) return "what was sent is not what the entry says";
  return isDetails && (!Array.isArray(sent) || sent.length !== entry.count) ? "the number of details is another" : null;
}

/** @param {Call} call */
function hasReasoning({ data }) {
  const { reasoningDetails, reasoningText } = data;
  return (
    (Array.isArray(reasoningDetails) && reasoningDetails.length > 0) ||
    (typeof reasoningText === "string" && reasoningText !== "")
  );
}

/** @param {JsonObject} message */
function saysReasoning(message) {
  return fields.some((field) => message[field] !== undefined && message[field] !== null && message[field] !== "");
}

/** @param {JsonObject} entry */
function resultOf(entry) {
  return entry.rule === null ? "returned unchanged" : `left out: ${String(entry.rule).replaceAll("_", " ")}`;
}

/** @param {Call} call @param {Call} source @param {JsonObject | null} entry @param {string} result @returns {Row} */
function row(call, source, entry, result) {
  const isSent = entry !== null && entry.rule === null;
  const count =
    entry?.form === "details" ? `${entry.count} ${entry.count === 1 ? "detail" : "details"}` : String(entry?.form);
  return {
    request: call.name,
    source: source.name,
    returned: isSent ? count : "-",
    sha256: isSent ? String(entry.sha256).slice(0, 12) : "-",
    result,
    isBad: /^(ALTERED|MISSING)/.test(result),
  };
}
