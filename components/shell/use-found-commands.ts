import { FileText, Lightbulb, MessageSquare } from "lucide-react";
import { useRouter } from "next/navigation";
import { wordsMatch } from "@/components/ui/search-list";
import { useKnownConversations } from "@/lib/client/conversations";
import { addressOfResult, useSearch } from "@/lib/client/search";
import type { SearchResult } from "@/lib/contract/search";
import type { Command } from "./command-palette";

/** More than these are for the search in the sidebar. */
const maxMessages = 8;
const maxTitles = 50;

/** What is known of conversations, and what the server finds for the words typed: titles first, then what was said. */
export function useFoundCommands(query: string): { commands: Command[]; isLoading: boolean } {
  const router = useRouter();
  const known = useKnownConversations();
  const titles = useSearch(query, { scope: "title" });
  const texts = useSearch(query, {});
  const fits = wordsMatch(query);
  const seen = new Set<string>();
  const open = (id: string, title: string): Command[] => {
    if (seen.has(id)) return [];
    seen.add(id);
    const label = title || "New conversation";
    return [{ id, group: "Conversations", label, icon: MessageSquare, run: () => router.push(`/c/${id}`) }];
  };
  const message = (result: SearchResult): Command[] =>
    result.messageId === null
      ? []
      : [
          {
            id: `${result.messageId}-${result.scope}`,
            group: "Messages",
            label: result.title || "New conversation",
            snippet: result.snippet,
            icon: result.scope === "reasoning" ? Lightbulb : FileText,
            run: () => router.push(addressOfResult(result), { scroll: false }),
          },
        ];
  const commands = [
    ...known
      .filter(({ title }) => fits(title))
      .slice(0, maxTitles)
      .flatMap(({ id, title }) => open(id, title)),
    ...(titles.results ?? []).flatMap(({ conversationId, title }) => open(conversationId, title)),
    ...(texts.results ?? []).flatMap(message).slice(0, maxMessages),
  ];
  return { commands, isLoading: query.trim() !== "" && !(titles.isSettled && texts.isSettled) };
}
