import { createConnectionBody } from "@/lib/contract/connections";
import { Created, route } from "@/lib/http/route";
import { listConnections } from "@/lib/services/list-connections";
import { createConnection } from "@/lib/services/save-connection";

export const GET = route({}, ({ user }) => listConnections({ userId: user.id }));

export const POST = route(
  { body: createConnectionBody },
  async ({ user, body }) => new Created(await createConnection({ userId: user.id, ...body })),
);
