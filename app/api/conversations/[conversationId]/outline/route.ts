import { conversationParams } from "@/lib/contract/messages";
import { route } from "@/lib/http/route";
import { showOutline } from "@/lib/services/show-outline";

export const GET = route({ params: conversationParams }, ({ user, params }) =>
  showOutline({ userId: user.id, ...params }),
);
