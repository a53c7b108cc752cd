import { route } from "@/lib/http/route";
import { listSearchModels } from "@/lib/services/list-search-models";

export const GET = route({}, ({ user }) => listSearchModels({ userId: user.id }));
