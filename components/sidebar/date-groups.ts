import type { ConversationListItem } from "@/lib/contract/conversations";

export interface DateGroup {
  label: string;
  items: ConversationListItem[];
}

const dayMs = 86_400_000;

/** Today, Yesterday, Previous 7 days, then by month. `now` and the zone are the reader's own. */
export function groupByDate(items: ConversationListItem[], now: Date): DateGroup[] {
  const groups: DateGroup[] = [];
  for (const item of items) {
    const label = labelOf(new Date(item.updatedAt), now);
    const last = groups.at(-1);
    if (last?.label === label) last.items.push(item);
    else groups.push({ label, items: [item] });
  }
  return groups;
}

function labelOf(date: Date, now: Date): string {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const time = date.getTime();
  if (time >= midnight) return "Today";
  if (time >= midnight - dayMs) return "Yesterday";
  if (time >= midnight - 7 * dayMs) return "Previous 7 days";
  const month = date.toLocaleDateString("en-US", { month: "long" });
  return date.getFullYear() === now.getFullYear() ? month : `${month} ${date.getFullYear()}`;
}
