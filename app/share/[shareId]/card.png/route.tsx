import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ImageResponse } from "next/og";
import { dayOf } from "@/components/share/day";
import { readShare } from "@/lib/services/open-share";
import { answerShare, refuseAsJson, type ShareForm } from "../../answer-share";

/** What other sites show for a link: the product's name and, where its owner allows it, the title. Never a word of the conversation. */
export async function GET(request: Request, { params }: { params: Promise<{ shareId: string }> }): Promise<Response> {
  return answerShare(request, (await params).shareId, {
    body: async (share) => {
      const title = await titleOf(share);
      return title === null ? null : draw(title, share.updatedAt);
    },
    contentType: "image/png",
    cacheAs: "card",
    refuse: refuseAsJson,
  });
}

const generic = "Every thought, word for word";
/** Letters our own font has: for others the drawing library would ask a server elsewhere. */
const drawable = /^[\u0020-\u024f\u0400-\u045f\u2010-\u2027\u20ac]+$/;

async function titleOf(share: Parameters<ShareForm["body"]>[0]): Promise<string | null> {
  const shared = await readShare(share);
  if (!shared) return null;
  return share.cardTitle && drawable.test(shared.title) ? shared.title : generic;
}

/** Of 1200 by 630: other sites show it at a third of that, so nothing on it is small. */
const size = { width: 1200, height: 630 };
/** The light paper, ink and pencil of the product: pictures have no theme. */
const ink = { paper: "#fcfcfa", text: "#1c1b19", muted: "#55534e", line: "#dcdbd6", pencil: "#24718a" };

let fonts: Promise<[Buffer, Buffer]> | undefined;
const fontOf = (name: string) => readFile(join(process.cwd(), `node_modules/geist/dist/fonts/geist-sans/${name}.ttf`));

async function draw(title: string, asOf: Date): Promise<Uint8Array> {
  fonts ??= Promise.all([fontOf("Geist-Regular"), fontOf("Geist-SemiBold")]);
  const [regular, semiBold] = await fonts;
  const column = { display: "flex", flexDirection: "column", width: "100%", height: "100%" } as const;
  const image = new ImageResponse(
    <div style={{ ...column, padding: "72px 80px 64px", background: ink.paper, color: ink.text, fontFamily: "Geist" }}>
      <div style={{ display: "flex", flexDirection: "column", width: 220 }}>
        <div style={{ fontSize: 48, fontWeight: 600, letterSpacing: "-0.02em" }}>Verbatim</div>
        <div style={{ display: "flex", justifyContent: "space-between", width: 206, marginTop: 4 }}>
          {Array.from({ length: 12 }, (_, dot) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: twelve dots that never change
            <div key={dot} style={{ width: 6, height: 6, borderRadius: 3, background: ink.pencil }} />
          ))}
        </div>
      </div>
      <div style={{ display: "flex", flex: 1, alignItems: "center" }}>
        <div style={{ fontSize: sizeOf(title), fontWeight: 600, lineHeight: 1.14, letterSpacing: "-0.022em" }}>
          {title.length > 140 ? `${title.slice(0, 139)}…` : title}
        </div>
      </div>
      <div style={{ borderTop: `2px solid ${ink.line}`, paddingTop: 28, fontSize: 34, color: ink.muted }}>
        {`A shared conversation, as of ${dayOf(asOf)}`}
      </div>
    </div>,
    {
      ...size,
      fonts: [
        { name: "Geist", data: regular, weight: 400, style: "normal" },
        { name: "Geist", data: semiBold, weight: 600, style: "normal" },
      ],
    },
  );
  return new Uint8Array(await image.arrayBuffer());
}

const sizeOf = ({ length }: string) => (length > 90 ? 56 : length > 45 ? 68 : 84);
