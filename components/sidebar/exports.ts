import { Braces, FileText, ListTree, type LucideIcon } from "lucide-react";

export interface ConversationExport {
  label: string;
  icon: LucideIcon;
  download: string;
}

/** A conversation as a file: every version and call with what was received, or what one reads. */
export function exportsOf(conversationId: string): ConversationExport[] {
  const address = `/api/conversations/${conversationId}/export?format=`;
  return [
    { label: "Export as Markdown", icon: FileText, download: `${address}markdown` },
    { label: "Export as JSON", icon: Braces, download: `${address}json` },
    { label: "Export as JSON Lines", icon: ListTree, download: `${address}jsonl` },
  ];
}
