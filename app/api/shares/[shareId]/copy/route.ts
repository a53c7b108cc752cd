import { copyShareBody, shareParams } from "@/lib/contract/shares";
import { Created, route } from "@/lib/http/route";
import { limitTries } from "@/lib/http/share-limits";
import { copyShare } from "@/lib/services/copy-share";

export const POST = route({ params: shareParams, body: copyShareBody }, ({ user, params, body }) =>
  limitTries(
    params.shareId,
    async () => new Created(await copyShare({ userId: user.id, token: params.shareId, ...body })),
  ),
);
