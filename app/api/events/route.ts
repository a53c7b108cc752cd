import { eventResponse, route } from "@/lib/http/route";
import { followOwner } from "@/lib/services/follow-owner";

export const GET = route({}, async ({ user }) => eventResponse(followOwner({ userId: user.id }), user));
