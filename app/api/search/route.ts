import { searchQuery } from "@/lib/contract/search";
import { route } from "@/lib/http/route";
import { searchMessages } from "@/lib/services/search-messages";

export const GET = route({ query: searchQuery }, ({ user, query }) => searchMessages({ userId: user.id, ...query }));
