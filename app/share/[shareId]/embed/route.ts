import { renderShareNotice } from "@/components/share/render-share";
import { shareAssets } from "@/lib/http/share-assets";
import { refusalWords } from "@/lib/share/refusals";
import { answerShare } from "../../answer-share";
import { pageForm } from "../../page-form";

/** For a frame on the sites its owner has named; without any there is none. */
export async function GET(request: Request, { params }: { params: Promise<{ shareId: string }> }): Promise<Response> {
  const form = pageForm(request, "embed");
  return answerShare(request, (await params).shareId, {
    ...form,
    body: async (share, token, grant) => (share.frameAncestors.length === 0 ? null : form.body(share, token, grant)),
    refuse: async (why) => {
      const words = why === "gone" ? "This cannot be shown inside another site." : refusalWords[why];
      const notice = { title: "Nothing to show", words, form: null, assets: await shareAssets() };
      return { body: await renderShareNotice(notice), contentType: form.contentType };
    },
    frameAncestors: (share) => share.frameAncestors,
  });
}
