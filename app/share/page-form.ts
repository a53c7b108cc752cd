import { renderShare, renderShareNotice } from "@/components/share/render-share";
import { publicOrigin } from "@/lib/http/public-origin";
import { shareAssets } from "@/lib/http/share-assets";
import { countView, nameFor, readShare } from "@/lib/services/open-share";
import { refusalTitles, refusalWords } from "@/lib/share/refusals";
import type { ShareForm } from "./answer-share";

const contentType = "text/html; charset=utf-8";

/** A share as HTML: the page of its own, or for a frame of another site. */
export function pageForm(request: Request, kind: "page" | "embed"): ShareForm {
  const origin = publicOrigin(request);
  return {
    body: async (share, token, grant) => {
      const shared = await readShare(share);
      if (!shared) return null;
      const about = { ...share, sharedBy: nameFor(share.sharedBy) };
      const address = { origin, path: `/share/${token}`, grant };
      return renderShare({ shared, about, address, assets: await shareAssets(), kind });
    },
    contentType,
    cacheAs: `${kind} ${origin}`,
    refuse: async (why, token) => {
      const form = why === "locked" || why === "wrong" ? { path: `/share/${token}` } : null;
      const words = { title: refusalTitles[why], words: refusalWords[why] };
      return { body: await renderShareNotice({ ...words, form, assets: await shareAssets() }), contentType };
    },
    onRead: countView,
  };
}
