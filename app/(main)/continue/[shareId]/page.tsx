import { notFound } from "next/navigation";
import { ContinueShare } from "@/components/share/continue-share";
import { NothingHere } from "@/components/shell/nothing-here";
import { TitledPage } from "@/components/shell/titled-page";
import { requireUser } from "@/lib/auth/session";
import { shareToken } from "@/lib/contract/shares";
import { describeShare } from "@/lib/services/describe-share";
import { refusalTitles, refusalWords } from "@/lib/share/refusals";

export const metadata = { title: "Continue in your own copy" };

export default async function ContinuePage({ params }: { params: Promise<{ shareId: string }> }) {
  await requireUser();
  const token = shareToken.safeParse((await params).shareId);
  const share = token.success ? await describeShare(token.data) : null;
  if (!token.success || !share || share.state === "missing") notFound();
  if (share.state !== "open")
    return (
      <div className="lost">
        {share.state === "gone" ? (
          <NothingHere title={refusalTitles.gone} words={refusalWords.gone} />
        ) : (
          <NothingHere title="For reading only" words="The author of this link does not want copies of it." />
        )}
      </div>
    );
  return (
    <TitledPage title="Continue in your own copy" lede={share.title ?? "A shared conversation with a passphrase"}>
      <ContinueShare token={token.data} needsPassphrase={share.title === null} />
    </TitledPage>
  );
}
