import "server-only";
import { z } from "zod";
import { type Settings, settingsSchema } from "@/lib/contract/settings";
import type { CallView, CompletionStatus, CompletionView } from "@/lib/conversation/message";
import { type ErrorCode, errorCodes } from "@/lib/errors/codes";
import { Prisma } from "@/prisma/generated/client";
import { answerTimings } from "./answer-timings";

/** What a view needs of one stored call. */
export interface CallRow extends Omit<CallView, "ignored" | "error"> {
  ignored: unknown;
  errorCode: string | null;
  errorDetail: unknown;
  httpStatus: number | null;
  connectMs: number | null;
  firstByteMs: number | null;
  firstReasoningMs: number | null;
  firstAnswerMs: number | null;
  totalMs: number | null;
  inputTokens: number | null;
  cachedTokens: number | null;
  outputTokens: number | null;
  reasoningTokens: number | null;
  cost: Prisma.Decimal | null;
  usage: string | null;
  sentSettings: unknown;
}
/** What a view needs of a stored completion; `modelCalls` are those of the answer, in order. */
export interface CompletionRow {
  id: string;
  status: string;
  connectionId: string | null;
  connectionName: string;
  model: string;
  finishReason: string | null;
  errorCode: string | null;
  errorDetail: unknown;
  settings: unknown;
  startedAt: Date;
  modelCalls: CallRow[];
}

const ignoredSchema = z.array(z.string());
const statusSchema = z.enum(["running", "waiting", "done", "stopped", "failed", "interrupted"]);
const errorDetailSchema = z.object({
  message: z.string(),
  providerMessage: z.string().nullish(),
  retryAfterSeconds: z.number().nullish(),
});

export const statusOf = (row: { status: string }): CompletionStatus => statusSchema.parse(row.status);

/** Sum of what was reported; null when no call reported it. */
function sum(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

function isErrorCode(code: string): code is ErrorCode {
  return code in errorCodes;
}

function toError(code: string | null, detail: unknown): CompletionView["error"] {
  if (code === null) return null;
  const stored = errorDetailSchema.safeParse(detail);
  if (!stored.success) return { code, message: isErrorCode(code) ? errorCodes[code].userMessage : code };
  const { message, providerMessage, retryAfterSeconds } = stored.data;
  return { code, message, providerMessage: providerMessage ?? null, retryAfterSeconds: retryAfterSeconds ?? null };
}

/** A completion as people see it: sums over its calls, unknown figures null. */
export function toCompletionView(row: CompletionRow): CompletionView {
  const calls = row.modelCalls;
  const last = calls.at(-1);
  const costs = calls.map((call) => call.cost).filter((cost) => cost !== null);
  const usage = {
    inputTokens: sum(calls.map((call) => call.inputTokens)),
    cachedTokens: sum(calls.map((call) => call.cachedTokens)),
    outputTokens: sum(calls.map((call) => call.outputTokens)),
    reasoningTokens: sum(calls.map((call) => call.reasoningTokens)),
  };
  return {
    id: row.id,
    status: statusOf(row),
    connectionId: row.connectionId,
    connectionName: row.connectionName,
    model: row.model,
    servedModel: last?.servedModel ?? null,
    provider: last?.provider ?? null,
    finishReason: row.finishReason,
    usage: calls.some((call) => call.usage !== null) ? usage : null,
    cost: costs.length === 0 ? null : costs.reduce((total, cost) => total.add(cost), new Prisma.Decimal(0)).toFixed(),
    settings: settingsOf(row),
    error: toError(row.errorCode, row.errorDetail),
    startedAt: row.startedAt.toISOString(),
    timings: answerTimings(calls),
    calls: calls.map(toCallView),
  };
}

/** What was really sent; of a call that a crash kept from saying so, what was asked for. */
function settingsOf({ settings, modelCalls }: CompletionRow): Settings {
  const last = modelCalls.findLast(({ outcome }) => outcome !== "running" && outcome !== "interrupted");
  return settingsSchema.parse(last ? last.sentSettings : settings);
}

function toCallView(call: CallRow): CallView {
  const { id, step, attempt, connectionId, connectionName, requestedModel, servedModel, provider, waitedMs } = call;
  const { generationId, outcome, finishReason, nativeFinishReason } = call;
  return {
    id,
    step,
    attempt,
    connectionId,
    connectionName,
    requestedModel,
    servedModel,
    provider,
    generationId,
    outcome,
    finishReason,
    nativeFinishReason,
    error: toCallError(call),
    waitedMs,
    ignored: ignoredSchema.parse(call.ignored),
  };
}

function toCallError({ errorCode, errorDetail, httpStatus }: CallRow): CallView["error"] {
  const error = toError(errorCode, errorDetail);
  if (error === null) return null;
  const { code, message, providerMessage = null } = error;
  return { code, message, providerMessage, status: httpStatus };
}
