import type { MessageRole } from "@/lib/conversation/message";

export interface Row {
  /** of its element; does not change while the message is on the page */
  key: string;
  role: MessageRole;
}

/** Before anything was measured, px. */
const firstGuess: Record<MessageRole, number> = { user: 110, assistant: 320 };

/** How tall each message is, px: measured while it was drawn, else as tall as others of its kind. */
export class RowHeights {
  private readonly known = new Map<string, number>();
  private readonly sums: Record<MessageRole, { total: number; count: number }> = {
    user: { total: 0, count: 0 },
    assistant: { total: 0, count: 0 },
  };

  set({ key, role }: Row, height: number): void {
    const sum = this.sums[role];
    const before = this.known.get(key);
    sum.total += height - (before ?? 0);
    if (before === undefined) sum.count += 1;
    this.known.set(key, height);
  }

  of({ key, role }: Row): number {
    const { total, count } = this.sums[role];
    return this.known.get(key) ?? (count > 0 ? total / count : firstGuess[role]);
  }

  /** Of the rows from `from` up to, and without, `to`. */
  between(rows: readonly Row[], from: number, to: number): number {
    let sum = 0;
    for (let index = from; index < to; index += 1) {
      const row = rows[index];
      if (row) sum += this.of(row);
    }
    return sum;
  }
}
