import { type ErrorCode, errorCodes } from "./codes";

export interface AppErrorOptions {
  /** For the log only; never shown. */
  detail?: string;
  cause?: unknown;
  /** A sentence for people that replaces the one of the table. Must not hold keys, signatures or raw provider bodies. */
  userMessage?: string;
  /** Headers of the HTTP answer, such as Retry-After. */
  headers?: Record<string, string>;
  /** Our sentence without the provider's words, its words, cleaned, and how long it asks to wait. */
  provider?: { message: string; providerMessage: string | null; retryAfterSeconds: number | null };
  /** What is stored and what was to be saved over it, for the one who decides. */
  conflict?: Conflict;
}

export interface Conflict {
  /** of what is stored */
  version: number;
  stored: Record<string, unknown>;
  sent: Record<string, unknown>;
}

/** The one error type. Its code decides status and sentence; `detail` and `cause` go to the log. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly userMessage: string;
  readonly headers: Record<string, string> | undefined;
  readonly provider: AppErrorOptions["provider"];
  readonly conflict: Conflict | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.detail ? `${code}: ${options.detail}` : code, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.detail = options.detail;
    this.userMessage = options.userMessage ?? errorCodes[code].userMessage;
    this.headers = options.headers;
    this.provider = options.provider;
    this.conflict = options.conflict;
  }

  get status(): number {
    return errorCodes[this.code].status;
  }
}
