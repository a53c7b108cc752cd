import { exportQuery } from "@/lib/contract/conversations";
import { conversationParams } from "@/lib/contract/messages";
import { fileNameOf } from "@/lib/conversation/file-name";
import { attachment, route, streamOf } from "@/lib/http/route";
import { exportJson, exportJsonLines, exportJsonText, exportMarkdown } from "@/lib/services/export-conversation";

export const GET = route({ params: conversationParams, query: exportQuery }, async ({ user, params, query }) => {
  const owned = { userId: user.id, ...params };
  const withReasoning = query.reasoning;
  switch (query.format) {
    case "json": {
      const file = await exportJson(owned);
      return attachment(
        streamOf(bytesOf(exportJsonText(file))),
        "application/json",
        fileNameOf({ ...file, extension: "json" }),
      );
    }
    case "markdown": {
      const file = await exportMarkdown({ ...owned, withReasoning });
      return attachment(file.text, "text/markdown; charset=utf-8", fileNameOf({ ...file, extension: "md" }));
    }
    case "jsonl": {
      const file = await exportJsonLines({ ...owned, withReasoning });
      return attachment(
        streamOf(bytesOf(file.lines)),
        "application/jsonl; charset=utf-8",
        fileNameOf({ ...file, extension: "jsonl" }),
      );
    }
  }
});

async function* bytesOf(texts: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text);
}
