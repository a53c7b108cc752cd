import { route } from "@/lib/http/route";
import { discoverServers } from "@/lib/services/discover-servers";

export const POST = route({}, async () => ({ found: await discoverServers() }));
