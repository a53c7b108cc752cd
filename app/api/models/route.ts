import { route } from "@/lib/http/route";
import { listModels } from "@/lib/services/list-models";

export const GET = route({}, ({ user }) => listModels({ userId: user.id }));
