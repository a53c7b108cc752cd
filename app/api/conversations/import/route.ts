import { importBody } from "@/lib/contract/import";
import { exportedFile } from "@/lib/http/read-body";
import { Created, route } from "@/lib/http/route";
import { importConversation } from "@/lib/services/import-conversation";

export const POST = route({ body: importBody, bodyRules: exportedFile }, async ({ user, body }) => {
  const { id } = await importConversation({ userId: user.id, file: body });
  return new Created({ id });
});
