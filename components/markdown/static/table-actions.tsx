import { ActButton } from "@/components/share/icon";

/** {@link ../table-actions | What can be done with a table} on a page that is made once. */
export function TableActions(_: { rows: readonly (readonly string[])[]; source: string }) {
  return <ActButton act="csv" label="Copy as CSV" icon="table" />;
}
