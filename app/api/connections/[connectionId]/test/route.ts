import { connectionParams } from "@/lib/contract/connections";
import { route } from "@/lib/http/route";
import { testConnection } from "@/lib/services/test-connection";

export const POST = route({ params: connectionParams }, ({ user, params }) =>
  testConnection({ userId: user.id, ...params }),
);
