import type { ConversationListItem } from "@/lib/contract/conversations";

export interface DateGroup {
  label: string;
  items: ConversationListItem[];
}

const dayMs = 86_400_000;
const months = "January February March April May June July August September October November December".split(" ");

/** Pinned, then Today, Yesterday, Previous 7 days, then by month. `now` and the zone are the reader's own. */
export function groupByDate(items: readonly ConversationListItem[], now: Date): DateGroup[] {
  const groups: DateGroup[] = [];
  const spanOf = spansBefore(now);
  let span: Span | null = null;
  for (const item of items) {
    const at = Date.parse(item.updatedAt);
    if (item.pinnedAt !== null) span = pinned;
    // Thousands of entries, of which nearly each stands in the span of the one before it.
    else if (!span || at < span.from || at >= span.to) span = spanOf(new Date(at));
    const last = groups.at(-1);
    if (last?.label === span.label) last.items.push(item);
    else groups.push({ label: span.label, items: [item] });
  }
  return groups;
}

interface Span {
  label: string;
  /** epoch ms */
  from: number;
  to: number;
}

/** Holds no moment: the entry after the pinned ones asks for its own. */
const pinned: Span = { label: "Pinned", from: 0, to: 0 };

function spansBefore(now: Date): (date: Date) => Span {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const weekAgo = midnight - 7 * dayMs;
  return (date) => {
    const time = date.getTime();
    if (time >= midnight) return { label: "Today", from: midnight, to: Number.POSITIVE_INFINITY };
    if (time >= midnight - dayMs) return { label: "Yesterday", from: midnight - dayMs, to: midnight };
    if (time >= weekAgo) return { label: "Previous 7 days", from: weekAgo, to: midnight - dayMs };
    const [year, month] = [date.getFullYear(), date.getMonth()];
    const name = months[month] ?? "";
    return {
      label: year === now.getFullYear() ? name : `${name} ${year}`,
      from: new Date(year, month, 1).getTime(),
      to: Math.min(weekAgo, new Date(year, month + 1, 1).getTime()),
    };
  };
}
