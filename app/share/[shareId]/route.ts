import { renderShare, renderShareNotice, type ShareKind } from "@/components/share/render-share";
import { fileNameOf } from "@/lib/conversation/file-name";
import { publicOrigin } from "@/lib/http/public-origin";
import { shareAssets } from "@/lib/http/share-assets";
import { countView, nameFor, readShare } from "@/lib/services/open-share";
import { shareToMarkdown } from "@/lib/share/share-markdown";
import { answerShare, refuseAsJson, type ShareForm, type ShareRefusal, sentences } from "../answer-share";

interface Context {
  params: Promise<{ shareId: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { shareId } = await params;
  if (shareId.endsWith(".md")) return answerShare(request, shareId.slice(0, -3), markdown);
  if (shareId.endsWith(".json")) return answerShare(request, shareId.slice(0, -5), json);
  return answerShare(request, shareId, page(request, "page"));
}

/** The passphrase, from the form on the page. */
export const POST = GET;

function page(request: Request, kind: ShareKind): ShareForm {
  const origin = publicOrigin(request);
  return {
    body: async (share, token, grant) => {
      const shared = await readShare(share);
      const address = { origin, path: `/share/${token}`, grant };
      return (
        shared &&
        renderShare({
          shared,
          about: { ...share, sharedBy: nameFor(share.sharedBy) },
          address,
          assets: await shareAssets(),
          kind,
        })
      );
    },
    contentType: "text/html; charset=utf-8",
    cacheAs: `${kind} ${origin}`,
    refuse: async (why, token) => ({ body: await notice(why, token), contentType: "text/html; charset=utf-8" }),
    onRead: countView,
  };
}

const titles: Record<ShareRefusal, string> = {
  ...{
    missing: "Nothing is here",
    gone: "No longer shared",
    locked: "Passphrase",
    wrong: "That did not open anything",
  },
  ...{ too_many: "Wait a moment", failed: "Not at the moment" },
};

async function notice(why: ShareRefusal, token: string): Promise<string> {
  const form = why === "locked" || why === "wrong" ? { path: `/share/${token}` } : null;
  return renderShareNotice({ title: titles[why], words: sentences[why], assets: await shareAssets(), form });
}

const download = (title: string, createdAt: Date, extension: string) =>
  `attachment; filename*=UTF-8''${encodeURIComponent(fileNameOf({ title, createdAt: createdAt.toISOString(), extension }).toWellFormed())}`;

const markdown: ShareForm = {
  body: async (share) => {
    const shared = await readShare(share);
    return shared && shareToMarkdown(shared);
  },
  contentType: "text/markdown; charset=utf-8",
  cacheAs: "md",
  refuse: refuseAsJson,
  disposition: ({ createdAt }) => download("Shared conversation", createdAt, "md"),
};

const json: ShareForm = {
  body: async (share) => {
    const shared = await readShare(share);
    return shared && `${JSON.stringify({ format: "verbatim-share", version: 1, ...shared })}\n`;
  },
  contentType: "application/json; charset=utf-8",
  cacheAs: "json",
  refuse: refuseAsJson,
  disposition: ({ createdAt }) => download("Shared conversation", createdAt, "json"),
};
