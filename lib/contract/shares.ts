import { z } from "zod";
import type { FindKind } from "../share/finds";
import { wordSchema } from "./storable";

const uuid = z.uuid().transform((id) => id.toLowerCase());

/** What stands in the address: 192 random bits. */
export const shareToken = z.string().regex(/^[A-Za-z0-9_-]{32}$/);
export const shareParams = z.object({ shareId: shareToken });
/** of one's own ones: the token, or `key` */
export const ownShareParams = z.object({ shareId: z.union([shareToken, uuid]) });
export const shareListQuery = z.strictObject({ conversation: uuid.optional() });
export const reviewQuery = z.strictObject({
  leafId: uuid.optional(),
  fromId: uuid.optional(),
  mode: z.enum(["frozen", "live"]).optional(),
});

const place = z.int().min(0).max(10_000_000);
const range = z.tuple([place, place]).refine(([start, end]) => start < end, "ends before it begins");
const rule = z
  .strictObject({
    messageId: uuid,
    part: z.int().min(0).max(100_000).nullable().default(null),
    action: z.enum(["show", "hide", "blacken"]),
    ranges: z.array(range).min(1).max(10_000).optional(),
    shown: z.array(range).max(10_000).optional(),
  })
  .refine(({ action, ranges }) => (action === "blacken") === (ranges !== undefined), "blacken has ranges, others none")
  .refine(({ action, part }) => action === "hide" || part !== null, "a whole message can only be hidden");

/** One of each: of two about the same part one would be forgotten. */
const rules = z
  .array(rule)
  .max(20_000)
  .refine(
    (all) => new Set(all.map(({ messageId, part }) => `${messageId} ${part}`)).size === all.length,
    "there are two about the same part",
  );

/** An origin that may frame the share: scheme and host, nothing after it, and nothing that a policy would read as more. */
const origin = z
  .string()
  .max(200)
  .regex(/^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/, "is no origin such as https://example.org");

const year = 366;
/** null = without an end */
const expiresInDays = z
  .int()
  .min(1)
  .max(10 * year)
  .nullable();
const choice = {
  title: wordSchema(200).optional(),
  /** absent: the end of the active branch */
  leafId: uuid.optional(),
  /** the first message; absent or null: that of the branch */
  fromId: uuid.nullish(),
  mode: z.enum(["frozen", "live"]).default("frozen"),
  reasoning: z.boolean().default(false),
  tools: z.boolean().default(false),
  figures: z.boolean().default(false),
  cardTitle: z.boolean().default(false),
  rules: rules.default([]),
  words: z.array(wordSchema(500)).max(200).default([]),
  indexable: z.boolean().default(false),
  continuable: z.boolean().default(true),
  frameAncestors: z.array(origin).max(20).default([]),
};
const passphrase = z.string().min(8, "needs at least 8 characters").max(200).nullish();
const isPossible = ({ mode, fromId }: { mode: string; fromId?: string | null | undefined }) =>
  mode === "frozen" || !fromId;
const impossible = "one exchange has its end, and cannot be live";

/** What a share shows; the same for its preview. */
export const shareContentBody = z
  .strictObject({ ...choice, expiresInDays: expiresInDays.default(30) })
  .refine(isPossible, impossible);
export const createShareBody = z
  .strictObject({ ...choice, expiresInDays: expiresInDays.default(30), passphrase })
  .refine(isPossible, impossible);
/** Everything anew, under the same address; without `passphrase` the one it has stays, null takes it off; without `expiresInDays` its end stays. */
export const updateShareBody = z
  .strictObject({ ...choice, expiresInDays: expiresInDays.optional(), passphrase })
  .refine(isPossible, impossible);
export const copyShareBody = z.strictObject({ passphrase: z.string().max(200).optional() });

export type ShareContent = z.output<typeof shareContentBody>;
export type CreateShare = z.output<typeof createShareBody>;
export type UpdateShare = z.output<typeof updateShareBody>;

/** What is stored of a choice, to be read again when the share follows its branch or is changed. */
export const storedChoices = z.strictObject({
  reasoning: z.boolean(),
  tools: z.boolean(),
  figures: z.boolean(),
  cardTitle: z.boolean(),
  rules: z.array(rule),
  words: z.array(z.string()).default([]),
});

export interface ShareView {
  /** the token of its address; null: it can no longer be read, because APP_SECRET is another one now */
  id: string | null;
  url: string | null;
  /** names it for its owner, also when the token can no longer be read */
  key: string;
  conversationId: string;
  title: string;
  mode: "frozen" | "live";
  leafId: string;
  fromId: string | null;
  reasoning: boolean;
  tools: boolean;
  figures: boolean;
  cardTitle: boolean;
  rules: z.output<typeof rule>[];
  words: string[];
  audience: "link" | "passphrase";
  /** ISO 8601, as all times; null = never */
  expiresAt: string | null;
  revokedAt: string | null;
  indexable: boolean;
  continuable: boolean;
  frameAncestors: string[];
  views: number;
  version: number;
  createdAt: string;
  updatedAt: string;
}
export interface ShareList {
  shares: ShareView[];
}

/** A branch as one looks through it before it is shared. */
export interface ShareReview {
  title: string;
  /** in the title, which is made of the first question */
  titleFinds: { kind: FindKind; start: number; end: number }[];
  leafId: string;
  /** the first message, where it is not that of the branch */
  fromId: string | null;
  /** a running answer at the end is not among them */
  messages: ReviewedMessage[];
}
export interface ReviewedMessage {
  id: string;
  role: "user" | "assistant";
  at: string;
  /** the beginning of what it says */
  words: string;
  parts: ReviewedPart[];
}
export interface ReviewedPart {
  type: "text" | "reasoning" | "refusal" | "tool" | "notice";
  /** in full: passages of it can be chosen */
  text: string;
  /** of a tool: its name */
  name: string | null;
  finds: { kind: FindKind; start: number; end: number }[];
}
