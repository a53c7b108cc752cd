import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { OpenAtEnd } from "@/components/conversation/open-at-end";
import { StoredConversation } from "@/components/conversation/stored-conversation";
import { requireUser } from "@/lib/auth/session";
import { documentMessages, pageMessages } from "@/lib/contract/pages";
import type { ConversationPageView } from "@/lib/conversation/message";
import { AppError } from "@/lib/errors/app-error";
import { listModels } from "@/lib/services/list-models";
import { openPage } from "@/lib/services/open-conversation";
import { choiceOf } from "../../first-choice";

interface ConversationPageProps {
  params: Promise<{ conversationId: string }>;
  searchParams: Promise<{ m?: string | string[] }>;
}

/** One page of the branch, read once for the page and its title. */
const open = cache(async (conversationId: string, messageId: string | undefined): Promise<ConversationPageView> => {
  const user = await requireUser();
  try {
    const size = { limit: pageMessages, longLimit: documentMessages };
    return await openPage({ userId: user.id, conversationId, around: messageId, ...size });
  } catch (error) {
    if (error instanceof AppError && (error.code === "not_found" || error.code === "invalid_request")) notFound();
    throw error;
  }
});

async function read({ params, searchParams }: ConversationPageProps) {
  const { conversationId } = await params;
  const { m } = await searchParams;
  const messageId = typeof m === "string" && isUuid(m) ? m : undefined;
  if (!isUuid(conversationId)) notFound();
  return { conversation: await open(conversationId.toLowerCase(), messageId), messageId };
}

export async function generateMetadata(props: ConversationPageProps) {
  const { conversation } = await read(props);
  return { title: conversation.title || "New conversation" };
}

export default async function ConversationPage(props: ConversationPageProps) {
  const user = await requireUser();
  const [{ conversation, messageId }, models] = await Promise.all([read(props), listModels({ userId: user.id })]);
  return (
    <>
      {!messageId && <OpenAtEnd nonce={(await headers()).get("x-nonce") ?? undefined} />}
      <StoredConversation
        // another message may be on another branch
        key={`${conversation.id} ${messageId ?? ""}`}
        conversation={conversation}
        choice={choiceOf(conversation, models)}
        messageId={messageId}
      />
    </>
  );
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
