import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ImageResponse } from "next/og";
import { readShare } from "@/lib/services/open-share";
import { answerShare, refuseAsJson, type ShareForm } from "../../answer-share";

/** What other sites show for a link: the product's name and, where its owner allows it, the title. Never a word of the conversation. */
export async function GET(request: Request, { params }: { params: Promise<{ shareId: string }> }): Promise<Response> {
  return answerShare(request, (await params).shareId, {
    body: async (share) => {
      const title = await titleOf(share);
      return title === null ? null : draw(title);
    },
    contentType: "image/png",
    cacheAs: "card",
    refuse: refuseAsJson,
  });
}

const generic = "A shared conversation";
/** Letters our own font has: for others the drawing library would ask a server elsewhere. */
const drawable = /^[\u0020-\u024f\u0400-\u045f\u2010-\u2027\u20ac]+$/;

async function titleOf(share: Parameters<ShareForm["body"]>[0]): Promise<string | null> {
  const shared = await readShare(share);
  if (!shared) return null;
  return share.cardTitle && drawable.test(shared.title) ? shared.title : generic;
}

let fonts: Promise<Buffer> | undefined;

async function draw(title: string): Promise<Uint8Array> {
  fonts ??= readFile(join(process.cwd(), "node_modules/geist/dist/fonts/geist-sans/Geist-SemiBold.ttf"));
  const image = new ImageResponse(
    <div
      style={{
        ...{ display: "flex", flexDirection: "column", justifyContent: "space-between", width: "100%", height: "100%" },
        ...{ padding: 80, background: "#fcfcfa", color: "#1c1b19", fontFamily: "Geist" },
      }}
    >
      <div style={{ fontSize: 40, color: "#24718a" }}>Verbatim</div>
      <div style={{ fontSize: title.length > 60 ? 56 : 76, lineHeight: 1.15, letterSpacing: "-0.02em" }}>
        {title.length > 140 ? `${title.slice(0, 139)}…` : title}
      </div>
      <div style={{ fontSize: 30, color: "#6b6a66" }}>Every thought, word for word</div>
    </div>,
    { width: 1200, height: 630, fonts: [{ name: "Geist", data: await fonts, weight: 600, style: "normal" }] },
  );
  return new Uint8Array(await image.arrayBuffer());
}
