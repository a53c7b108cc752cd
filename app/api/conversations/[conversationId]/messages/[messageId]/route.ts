import { messageParams } from "@/lib/contract/messages";
import { route } from "@/lib/http/route";
import { deleteMessage } from "@/lib/services/delete-message";

export const DELETE = route({ params: messageParams }, ({ user, params }) =>
  deleteMessage({ userId: user.id, ...params }),
);
