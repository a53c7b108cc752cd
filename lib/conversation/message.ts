/**
 * Parameters of a completion under the names of the wire. This room knows those it shows; the schema of all is in lib/contract/settings.ts,
 * which a view has passed before it gets here.
 */
export interface SettingsView {
  reasoning?: { effort?: string | undefined } | undefined;
  /** names of the tools that are offered to the model */
  tools?: string[] | undefined;
  /** models that are asked when the one before them fails; never sent */
  fallbacks?: { connectionId: string; model: string }[] | undefined;
  [parameter: string]: unknown;
}

export type MessageRole = "user" | "assistant";
export type CompletionStatus = "running" | "waiting" | "done" | "stopped" | "failed" | "interrupted";
/** Where reasoning text comes from; decides its label. */
export type ReasoningKind = "raw" | "summary" | "hidden";

export interface TextPart {
  type: "text";
  text: string;
}
export interface ReasoningPart {
  type: "reasoning";
  /** "" with kind hidden: the provider keeps the text to itself */
  text: string;
  kind: ReasoningKind;
  /** null while it runs, and when it was never known */
  durationMs: number | null;
  /** only as it streams: when it began, milliseconds since the completion did */
  startedMs?: number | undefined;
}
export interface RefusalPart {
  type: "refusal";
  text: string;
}
export interface ToolPart {
  type: "tool";
  text: string;
  name: string;
  /** arguments as sent by the model, possibly not valid JSON */
  arguments: string;
  /** "not_run": the request offered no tools */
  state: "not_run" | "running" | "done" | "failed";
  result: string | null;
}
export interface NoticePart {
  type: "notice";
  text: string;
}
export type MessagePart = TextPart | ReasoningPart | RefusalPart | ToolPart | NoticePart;

/** Tokens and money as reported; null = not reported. */
export interface UsageView {
  inputTokens: number | null;
  cachedTokens: number | null;
  outputTokens: number | null;
  reasoningTokens: number | null;
}
/** Milliseconds since the request to the provider began; null = did not happen. */
export interface Timings {
  connectMs: number | null;
  firstByteMs: number | null;
  firstReasoningMs: number | null;
  firstAnswerMs: number | null;
  totalMs: number | null;
}
/** What came instead of an answer to one request. */
export interface CallError {
  code: string;
  message: string;
  /** the provider's own words, cleaned; null = it gave none */
  providerMessage: string | null;
  /** the HTTP status, also one that a stream told; null = nothing answered */
  status: number | null;
}
export interface CallView {
  id: string;
  step: number;
  attempt: number;
  connectionId: string | null;
  /** null = of an answer made before this was kept */
  connectionName: string | null;
  requestedModel: string;
  servedModel: string | null;
  provider: string | null;
  generationId: string | null;
  outcome: string;
  finishReason: string | null;
  nativeFinishReason: string | null;
  /** null: nothing went wrong with it */
  error: CallError | null;
  /** how long it was held back after the request before it had failed; null = not at all */
  waitedMs: number | null;
  /** names of settings that were asked for and not sent, because this server or model does not take them */
  ignored: string[];
}
/** Why an answer that has not begun is not being asked for at this moment. */
export type WaitReason = "limited" | "overloaded" | "unreachable" | "loading";
/** Where a running answer stands before its first word, when the first request did not bring it. */
export interface AttemptView {
  /** null: it is being asked right now */
  reason: WaitReason | null;
  /** of the requests to this model, from 1 */
  attempt: number;
  /** how many there will be at most; null = as many as fit into the time */
  of: number | null;
  model: string;
  connectionName: string;
  isFallback: boolean;
  /** milliseconds from the start of the answer to the end of this wait */
  untilMs: number;
}
export interface CompletionError {
  code: string;
  message: string;
  /** the provider's own words, where it gave some */
  providerMessage?: string | null;
  /** how long the provider asks to wait, counted from the end of the answer */
  retryAfterSeconds?: number | null;
}
export interface CompletionView {
  id: string;
  status: CompletionStatus;
  connectionId: string | null;
  connectionName: string;
  /** as asked for */
  model: string;
  servedModel: string | null;
  /** the host that answered, as the provider names it */
  provider: string | null;
  finishReason: string | null;
  usage: UsageView | null;
  /** US dollars as a decimal string, exactly as reported */
  cost: string | null;
  settings: SettingsView;
  error: CompletionError | null;
  /** ISO 8601 */
  startedAt: string;
  timings: Timings;
  /** one per upstream request, in order */
  calls: CallView[];
}

export interface MessageView {
  id: string;
  parentId: string | null;
  role: MessageRole;
  status: CompletionStatus;
  parts: MessagePart[];
  /** the unfinished answer that this one goes on from; of a question: that it was asked by Continue, not by a person */
  continuesId: string | null;
  /** the answer whose words a person has changed in this copy of it */
  editedFromId: string | null;
  /** null for questions, and for answers in a person's words */
  completion: CompletionView | null;
  /** ISO 8601 */
  createdAt: string;
  /** ids of all messages with the same parent, oldest first, this one included */
  siblings: string[];
  /** while it runs: for some seconds now the server could not save what came */
  isUnsaved?: boolean;
}

export interface ConversationView {
  id: string;
  title: string;
  activeLeafId: string | null;
  connectionId: string | null;
  model: string | null;
  settings: SettingsView;
  /** of title, model and settings; a change may name the one it is meant for */
  version: number;
  /** ISO 8601; null = an ordinary one */
  temporaryUntil: string | null;
  /** the active branch, oldest first */
  messages: MessageView[];
}

/** A part of a branch. */
export interface ConversationPageView extends ConversationView {
  /** older messages stand before these */
  hasMore: boolean;
  /** what to ask for as `before` to get them; null when there are none */
  previousCursor: string | null;
  /** what to ask for as `after` to get the newer ones; null when the branch ends here */
  nextCursor: string | null;
}
