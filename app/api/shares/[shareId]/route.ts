import { ownShareParams, updateShareBody } from "@/lib/contract/shares";
import { route } from "@/lib/http/route";
import { revokeShare } from "@/lib/services/revoke-share";
import { updateShare } from "@/lib/services/update-share";

export const PUT = route({ params: ownShareParams, body: updateShareBody }, ({ user, params, body }) =>
  updateShare({ userId: user.id, token: params.shareId, share: body }),
);

export const DELETE = route({ params: ownShareParams }, ({ user, params }) =>
  revokeShare({ userId: user.id, token: params.shareId }),
);
