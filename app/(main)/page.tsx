import { cookies } from "next/headers";
import { NewConversation } from "@/components/conversation/new-conversation";
import { requireUser } from "@/lib/auth/session";
import { choiceCookie } from "@/lib/client/cookies";
import { listConnections } from "@/lib/services/list-connections";
import { listModels } from "@/lib/services/list-models";
import { firstChoice } from "./first-choice";

export const metadata = { title: "New conversation" };

export default async function NewConversationPage() {
  const user = await requireUser();
  const [list, { connections }, store] = await Promise.all([
    listModels({ userId: user.id }),
    listConnections({ userId: user.id }),
    cookies(),
  ]);
  const isPracticeOnly = connections.every(({ source, enabled }) => source === "builtin" || !enabled);
  return <NewConversation choice={firstChoice(list, store.get(choiceCookie)?.value)} isPracticeOnly={isPracticeOnly} />;
}
