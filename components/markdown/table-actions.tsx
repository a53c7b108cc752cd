"use client";

import TableIcon from "lucide-react/icons/table-2";
import { CopyButton } from "./copy-button";
import { toCsv } from "./csv";

/** Copies a table as CSV, for a spreadsheet, or as the Markdown it was written in. */
export function TableActions({ rows, source }: { rows: readonly (readonly string[])[]; source: string }) {
  return (
    <>
      <CopyButton label="Copy as CSV" icon={<TableIcon className="i s" aria-hidden />} textToCopy={() => toCsv(rows)} />
      <CopyButton label="Copy" textToCopy={() => source.trimEnd()} />
    </>
  );
}
