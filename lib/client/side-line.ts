/** What has just been done, said for some seconds at the foot of the sidebar, with a way back where there is one. */
export interface SideLine {
  text: string;
  undo?: () => void;
}

/** Long enough to read it and to get there by keyboard. */
const shownMs = 12_000;

let line: SideLine | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function show(next: SideLine | null): void {
  line = next;
  for (const listener of listeners) listener();
}

export function sayLine(next: SideLine): void {
  show(next);
  letLineGo();
}

/** It stays for as long as somebody is on it. */
export function keepLine(): void {
  clearTimeout(timer);
}

export function letLineGo(): void {
  clearTimeout(timer);
  timer = setTimeout(() => show(null), shownMs);
}

export function endLine(): void {
  clearTimeout(timer);
  show(null);
}

export const sideLineStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: () => line,
};
