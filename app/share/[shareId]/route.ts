import { fileNameOf } from "@/lib/conversation/file-name";
import { readShare } from "@/lib/services/open-share";
import { shareToMarkdown } from "@/lib/share/share-markdown";
import { answerShare, refuseAsJson, type ShareForm } from "../answer-share";
import { pageForm } from "../page-form";

interface Context {
  params: Promise<{ shareId: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { shareId } = await params;
  if (shareId.endsWith(".md")) return answerShare(request, shareId.slice(0, -3), markdown);
  if (shareId.endsWith(".json")) return answerShare(request, shareId.slice(0, -5), json);
  return answerShare(request, shareId, pageForm(request, "page"));
}

/** The passphrase, from the form on the page. */
export const POST = GET;

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
