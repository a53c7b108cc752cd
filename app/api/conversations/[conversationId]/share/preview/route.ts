import { renderShare } from "@/components/share/render-share";
import { conversationParams } from "@/lib/contract/messages";
import { shareContentBody } from "@/lib/contract/shares";
import { publicOrigin } from "@/lib/http/public-origin";
import { route } from "@/lib/http/route";
import { shareAssets } from "@/lib/http/share-assets";
import { loadShared } from "@/lib/services/load-shared";
import { nameFor } from "@/lib/services/open-share";

/** The page as a reader would get it; nothing is stored. */
export const POST = route(
  { params: conversationParams, body: shareContentBody },
  async ({ user, params, body, request }) => {
    const { shared } = await loadShared({ userId: user.id, ...params }, body);
    const { mode, continuable, expiresInDays } = body;
    const expiresAt = expiresInDays === null ? null : new Date(Date.now() + expiresInDays * 86_400_000);
    const about = {
      mode,
      expiresAt,
      sharedBy: nameFor(user.name),
      updatedAt: new Date(),
      continuable,
      indexable: body.indexable,
    };
    const address = { origin: publicOrigin(request), path: null, grant: null };
    return { html: await renderShare({ shared, about, address, assets: await shareAssets(), kind: "preview" }) };
  },
);
