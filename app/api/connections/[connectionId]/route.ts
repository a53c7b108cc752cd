import { connectionParams, updateConnectionBody } from "@/lib/contract/connections";
import { route } from "@/lib/http/route";
import { deleteConnection, updateConnection } from "@/lib/services/save-connection";

export const PATCH = route({ params: connectionParams, body: updateConnectionBody }, ({ user, params, body }) =>
  updateConnection({ userId: user.id, ...params, ...body }),
);

export const DELETE = route({ params: connectionParams }, ({ user, params }) =>
  deleteConnection({ userId: user.id, ...params }),
);
