import { Braces, FileText, ListTree, type LucideIcon } from "lucide-react";

export interface ConversationExport {
  label: string;
  icon: LucideIcon;
  download: string;
}

/** A conversation as a file: every version and call with what was received, or what one reads. */
export const exportsOf = (conversationId: string) => exportsAt(`/api/conversations/${conversationId}/export?`);

/** The same of several in one file. */
export const exportsOfAll = (conversationIds: readonly string[]) =>
  exportsAt(`/api/export?ids=${conversationIds.join(",")}&`);

function exportsAt(address: string): ConversationExport[] {
  return [
    { label: "Export as Markdown", icon: FileText, download: `${address}format=markdown` },
    { label: "Export as JSON", icon: Braces, download: `${address}format=json` },
    { label: "Export as JSON Lines", icon: ListTree, download: `${address}format=jsonl` },
  ];
}
