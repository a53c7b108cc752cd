import { createConnectionBody } from "@/lib/contract/connections";
import { route } from "@/lib/http/route";
import { testAddress } from "@/lib/services/test-connection";

export const POST = route({ body: createConnectionBody }, ({ user, body }) =>
  testAddress({ userId: user.id, ...body }),
);
