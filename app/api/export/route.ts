import { type ExportFormat, exportEverythingQuery } from "@/lib/contract/conversations";
import { attachment, route, streamOf } from "@/lib/http/route";
import {
  exportEverythingJson,
  exportEverythingJsonLines,
  exportEverythingMarkdown,
} from "@/lib/services/export-everything";

const files = {
  json: { make: exportEverythingJson, type: "application/json", extension: "json" },
  jsonl: { make: exportEverythingJsonLines, type: "application/jsonl; charset=utf-8", extension: "jsonl" },
  markdown: { make: exportEverythingMarkdown, type: "application/zip", extension: "zip" },
} as const satisfies Record<ExportFormat, object>;

export const GET = route({ query: exportEverythingQuery }, async ({ user, query }) => {
  const { make, type, extension } = files[query.format];
  const day = new Date().toISOString().slice(0, 10);
  const pieces = make({ userId: user.id, withReasoning: query.reasoning, ids: query.ids });
  const what = query.ids ? "Conversations" : "All conversations";
  return attachment(streamOf(pieces), type, `${day} ${what}.${extension}`);
});
