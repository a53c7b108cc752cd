import { renderShare, renderShareNotice } from "@/components/share/render-share";
import { publicOrigin } from "@/lib/http/public-origin";
import { shareAssets } from "@/lib/http/share-assets";
import { countView, nameFor, readShare } from "@/lib/services/open-share";
import { answerShare, sentences } from "../../answer-share";

/** For a frame on the sites its owner has named; without any there is none. */
export async function GET(request: Request, { params }: { params: Promise<{ shareId: string }> }): Promise<Response> {
  const origin = publicOrigin(request);
  return answerShare(request, (await params).shareId, {
    body: async (share, token, grant) => {
      const shared = share.frameAncestors.length === 0 ? null : await readShare(share);
      const address = { origin, path: `/share/${token}`, grant };
      return (
        shared &&
        renderShare({
          shared,
          about: { ...share, sharedBy: nameFor(share.sharedBy) },
          address,
          assets: await shareAssets(),
          kind: "embed",
        })
      );
    },
    contentType: "text/html; charset=utf-8",
    cacheAs: `embed ${origin}`,
    refuse: async (why) => ({
      body: await renderShareNotice({
        title: "Nothing to show",
        words: why === "gone" ? "This cannot be shown inside another site." : sentences[why],
        assets: await shareAssets(),
        form: null,
      }),
      contentType: "text/html; charset=utf-8",
    }),
    frameAncestors: (share) => share.frameAncestors,
    onRead: countView,
  });
}
