import "server-only";
import { createHash } from "node:crypto";
import { limits } from "@/lib/config/limits";
import type { SendMessageBody } from "@/lib/contract/messages";
import { continueSentence, isContinuable } from "@/lib/conversation/continuable";
import type { MessagePart } from "@/lib/conversation/message";
import { titleFromQuestion } from "@/lib/conversation/title";
import type { ContextMessage } from "@/lib/db/context";
import { insertContinuation } from "@/lib/db/continuations";
import { newId } from "@/lib/db/ids";
import { findMessageView } from "@/lib/db/messages";
import { type CreatedTurn, continueHash, insertRegeneration, insertTurn, type NewCompletion } from "@/lib/db/turns";
import { AppError } from "@/lib/errors/app-error";
import { reopen } from "@/lib/reasoning/continued";
import type { Profile } from "@/lib/reasoning/profiles";
import { visibleText } from "@/lib/reasoning/visible-text";
import type { Continues } from "@/lib/stream/frames";

/** What makes a request the same as an earlier one, known before anything is read. */
export interface TurnKey {
  id: string;
  bodyHash: string;
  answerId: string;
}

export interface TurnPlan {
  /** what the turn is put under, or beside; undefined = the active leaf, null = it is a root */
  parentId: string | null | undefined;
  /** the last message of the branch that the request is made of, as far as it is there already; undefined = the active leaf */
  leafId: string | null | undefined;
  /** the branch to `leafId` as the request has it; null = it is what is stored above the answer */
  context: ((branch: ContextMessage[], created: CreatedTurn) => ContextMessage[]) | null;
  insert: (completion: NewCompletion) => Promise<CreatedTurn | null>;
  /** parts that the new answer begins with */
  kept: MessagePart[];
  continues: Continues | null;
  mayNameConversation: boolean;
}

const nothingKept = { kept: [], continues: null, mayNameConversation: true };

export type Turn = TurnKey & {
  /** @throws AppError what forbids this turn */
  plan: (facts: { conversationId: string; loadProfile: () => Promise<Profile> }) => Promise<TurnPlan>;
};

/** @throws AppError message_empty, body_too_large */
export function turnOf(body: SendMessageBody): Turn {
  if ("message" in body) return question(body);
  return "regenerate" in body ? regeneration(body.regenerate) : continuation(body.continue);
}

function question(body: Extract<SendMessageBody, { message: unknown }>): Turn {
  const { id } = body.message;
  if (Buffer.byteLength(body.message.text) > limits.messageBytes)
    throw new AppError("body_too_large", { detail: "message" });
  const text = visibleText(body.message.text);
  if (text.trim() === "") throw new AppError("message_empty");
  const { parentId } = body;
  const bodyHash = createHash("sha256")
    .update(JSON.stringify([text, parentId ?? null, parentId === undefined]))
    .digest("hex");
  return {
    id,
    bodyHash,
    answerId: newId(),
    plan: async () => ({
      ...nothingKept,
      parentId,
      leafId: parentId,
      context: (branch, created) => [...branch, asMessage(created.parentId, text)],
      insert: (completion) => insertTurn({ id, parentId, text, bodyHash, title: titleFromQuestion(text) }, completion),
    }),
  };
}

function regeneration({ id, of }: { id: string; of: string }): Turn {
  return {
    id,
    bodyHash: `regenerate:${of}`,
    answerId: id,
    plan: async () => ({
      ...nothingKept,
      parentId: of,
      leafId: null,
      context: null,
      insert: (completion) => insertRegeneration(of, completion),
    }),
  };
}

/** Goes on with an unfinished answer: in a copy of it where the server takes up its own text, else in a new turn that asks for it. */
function continuation({ id, of }: { id: string; of: string }): Turn {
  return {
    id,
    bodyHash: continueHash(of),
    answerId: id,
    plan: async ({ conversationId, loadProfile }) => {
      const message = await findMessageView(conversationId, of);
      if (!message) throw new AppError("not_found", { detail: `answer ${of}` });
      if (message.status === "running" || message.status === "waiting")
        throw new AppError("completion_running", { detail: of });
      if (!isContinuable(message)) throw new AppError("not_continuable", { detail: of });
      const shared = { parentId: of, leafId: of, mayNameConversation: false };
      if ((await loadProfile()).prefill !== "none") {
        return {
          ...shared,
          context: (branch) => branch.map((each) => (each.id === of ? reopen(each) : each)),
          insert: (completion) => insertContinuation(of, completion),
          kept: message.parts,
          continues: { of, way: "prefill", kept: message.parts.length },
        };
      }
      const text = continueSentence;
      const asked = { id: newId(), parentId: of, text, bodyHash: "", title: titleFromQuestion(text), continuesId: of };
      return {
        ...shared,
        context: (branch) => [...branch, asMessage(asked.id, text)],
        insert: (completion) => insertTurn(asked, completion),
        kept: [],
        continues: { of, way: "turn", text },
      };
    },
  };
}

const asMessage = (id: string, text: string): ContextMessage => ({ id, role: "user", text, edited: false, calls: [] });
