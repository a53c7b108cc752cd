/** One line of the answer to an import (docs/api.md); newline-delimited JSON. */
export type ImportEvent = ImportedLine | ImportProgress | ImportEnd | ImportFailed;

export interface ImportedLine {
  type: "conversation";
  /** `present`: the same conversation is here already */
  outcome: "imported" | "present" | "skipped";
  /** as people know it; null = none that is known */
  format: string | null;
  /** of the conversation here; null when skipped */
  id: string | null;
  title: string;
  messages: number;
  /** why it was skipped */
  reason: string | null;
  /** what of it could not be kept */
  losses: { message: string | null; reason: string }[];
  /** of the file, read so far */
  bytes: number;
}
export interface ImportProgress {
  type: "progress";
  bytes: number;
}
export interface ImportEnd {
  type: "end";
  imported: number;
  present: number;
  skipped: number;
  bytes: number;
}
/** It ended before the file did. What was imported until then stays; sent again, it goes on from there. */
export interface ImportFailed {
  type: "failed";
  error: { code: string; message: string };
}
