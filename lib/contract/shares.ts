import { z } from "zod";
import type { FindKind } from "../share/finds";
import { wordSchema } from "./storable";

const uuid = z.uuid().transform((id) => id.toLowerCase());

/** What stands in the address: 192 random bits. */
export const shareToken = z.string().regex(/^[A-Za-z0-9_-]{32}$/);
export const shareParams = z.object({ shareId: shareToken });
export const shareListQuery = z.strictObject({ conversation: uuid.optional() });
export const reviewQuery = z.strictObject({
  leafId: uuid.optional(),
  fromId: uuid.optional(),
  mode: z.enum(["frozen", "live"]).optional(),
});

const place = z.int().min(0).max(10_000_000);
const rule = z
  .strictObject({
    messageId: uuid,
    part: z.int().min(0).max(100_000).nullable().default(null),
    action: z.enum(["show", "hide", "blacken"]),
    ranges: z
      .array(z.tuple([place, place]))
      .max(1000)
      .optional(),
  })
  .refine(({ action, ranges }) => action === "blacken" || ranges === undefined, "ranges belong to blacken")
  .refine(({ action, part }) => action === "hide" || part !== null, "a whole message can only be hidden");

/** An origin that may frame the share: scheme and host, nothing after it. */
const origin = z
  .url({ protocol: /^https?$/ })
  .max(200)
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    "is an address, not an origin such as https://example.org",
  );

const year = 366;
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
  rules: z.array(rule).max(5000).default([]),
  /** null = without an end */
  expiresInDays: z
    .int()
    .min(1)
    .max(10 * year)
    .nullable()
    .default(30),
  indexable: z.boolean().default(false),
  continuable: z.boolean().default(true),
  frameAncestors: z.array(origin).max(20).default([]),
};
const passphrase = z.string().min(8, "needs at least 8 characters").max(200);

/** What a share shows; the same for its preview. */
export const shareContentBody = z.strictObject(choice);
export const createShareBody = z.strictObject({ ...choice, passphrase: passphrase.nullish() });
/** Everything anew, under the same address; without `passphrase` the one it has stays, null takes it off. */
export const updateShareBody = createShareBody;
export const copyShareBody = z.strictObject({ passphrase: z.string().max(200).optional() });

export type ShareContent = z.output<typeof shareContentBody>;
export type CreateShare = z.output<typeof createShareBody>;

/** What is stored of a choice, to be read again when the share follows its branch or is changed. */
export const storedChoices = z.strictObject({
  reasoning: z.boolean(),
  tools: z.boolean(),
  figures: z.boolean(),
  cardTitle: z.boolean(),
  rules: z.array(rule),
});

export interface ShareView {
  /** the token of its address; null: it can no longer be read, because APP_SECRET is another one now */
  id: string | null;
  url: string | null;
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
