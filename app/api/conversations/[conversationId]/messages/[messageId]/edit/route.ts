import { editBody, messageParams } from "@/lib/contract/messages";
import { Created, route } from "@/lib/http/route";
import { editAnswer } from "@/lib/services/edit-answer";

export const POST = route(
  { params: messageParams, body: editBody },
  async ({ user, params, body }) => new Created(await editAnswer({ userId: user.id, ...params, ...body })),
);
