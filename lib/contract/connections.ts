import { z } from "zod";
import { isStorable, notStorable } from "./storable";

export const connectionParams = z.object({ connectionId: z.uuid() });

/** `baseUrl` is the part before /chat/completions, such as https://openrouter.ai/api/v1 */
export const createConnectionBody = z.strictObject({
  name: z.string().trim().min(1).max(80).refine(isStorable, notStorable),
  baseUrl: z.string().trim().min(1).max(2048),
  apiKey: z.string().trim().max(4096).refine(isStorable, notStorable).optional(),
});
export const updateConnectionBody = z
  .strictObject({
    name: z.string().trim().min(1).max(80).refine(isStorable, notStorable),
    baseUrl: z.string().trim().min(1).max(2048),
    /** "" removes the stored key; absent keeps it (unless the origin changes: then it must be entered again) */
    apiKey: z.string().trim().max(4096).refine(isStorable, notStorable),
    enabled: z.boolean(),
  })
  .partial();

/** What a connection test found; `ok` false always comes with the first thing that is wrong. */
export interface ConnectionTest {
  ok: boolean;
  /** ISO 8601 */
  at: string;
  /** what failed: the address, TLS, the key, the model, streaming; null when all is well */
  failed: "address" | "tls" | "key" | "models" | "model" | "stream" | null;
  /** one sentence for people */
  message: string;
  latencyMs: number | null;
  models: number | null;
  /** name of the wire field that carried reasoning in the test; null = none seen */
  reasoningField: string | null;
}

/** A connection as people see it. A key is never here, only its last four characters. */
export interface ConnectionView {
  id: string;
  name: string;
  baseUrl: string;
  /** openrouter, openai-compatible, practice … */
  profile: string;
  source: "env" | "ui" | "builtin";
  enabled: boolean;
  keyHint: string | null;
  modelCount: number | null;
  lastTest: ConnectionTest | null;
}
export interface ConnectionList {
  connections: ConnectionView[];
}

/** A local server found on a click. */
export interface FoundServer {
  name: string;
  baseUrl: string;
  models: string[];
}
