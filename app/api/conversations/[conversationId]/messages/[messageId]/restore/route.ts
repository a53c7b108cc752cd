import { messageParams } from "@/lib/contract/messages";
import { route } from "@/lib/http/route";
import { restoreMessage } from "@/lib/services/delete-message";

export const POST = route({ params: messageParams }, ({ user, params }) =>
  restoreMessage({ userId: user.id, ...params }),
);
