import "server-only";
import { z } from "zod";

/** An empty variable means "not set": compose files and .env templates pass empty strings. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());
const httpUrl = z.url({ protocol: /^https?$/ });
const number = (standard: number, schema: z.ZodType<number>) =>
  z.preprocess((value) => (value === "" || value === undefined ? standard : Number(value)), schema);
const seconds = (standard: number) => number(standard, z.number().min(1).max(86_400));

const envSchema = z.object({
  DATABASE_URL: z.string().min(1),
  /** absent = one process, which keeps everything to itself */
  REDIS_URL: optional(z.url({ protocol: /^rediss?$/, error: "REDIS_URL begins with redis:// or rediss://" })),
  /** connections this process opens to the database at most */
  DATABASE_CONNECTIONS: number(12, z.int().min(1).max(1000)),
  DATA_DIR: z.string().default("./data"),
  APP_URL: optional(httpUrl),
  APP_SECRET: z.string().min(32, "APP_SECRET needs at least 32 characters; make one with: openssl rand -base64 48"),
  AUTH_MODE: z.preprocess((value) => (value === "" ? undefined : value), z.enum(["solo", "team"]).default("solo")),
  OPENROUTER_API_KEY: optional(z.string()),
  OPENROUTER_BASE_URL: z.preprocess(
    (value) => (value === "" ? undefined : value),
    httpUrl.default("https://openrouter.ai/api/v1"),
  ),
  OPENROUTER_APP_URL: optional(httpUrl),
  OPENROUTER_APP_TITLE: optional(z.string().max(100)),
  OPENAI_BASE_URL: optional(httpUrl),
  OPENAI_API_KEY: optional(z.string()),
  DEFAULT_MODEL: optional(z.string().max(256)),
  LOG_LEVEL: z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  ),
  /** seconds from the request to the provider's first byte */
  PROVIDER_FIRST_BYTE_TIMEOUT: seconds(120),
  /** seconds of silence after bytes have come */
  PROVIDER_IDLE_TIMEOUT: seconds(120),
  /** answers this process runs at a time */
  MAX_RUNNING: number(256, z.int().min(1).max(100_000)),
  /** seconds that running answers get to come to their end when the server is asked to stop */
  DRAIN_SECONDS: number(60, z.number().min(0).max(3600)),
});

export type Env = z.infer<typeof envSchema>;

let parsed: Env | undefined;

/**
 * The environment, parsed once. Called at boot (instrumentation.ts), so that a bad value stops the server with its name;
 * lazily everywhere else, so that a build needs no secrets.
 */
export function env(): Env {
  if (parsed) return parsed;
  const result = envSchema.safeParse(process.env);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The environment is not valid:\n${lines.join("\n")}`);
  }
  parsed = result.data;
  return parsed;
}
