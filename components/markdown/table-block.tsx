import type { Tokens } from "marked";
import { memo } from "react";
import { TableActions } from "#markdown/table-actions";
import { inline, placed } from "./inline";
import { plainText } from "./plain-text";
import { childrenOf } from "./tokens";

/** A table in a frame of its own, which scrolls sideways instead of the page. */
export function TableBlock({ token }: { token: Tokens.Table }) {
  const rows = [token.header, ...token.rows].map((row) => row.map((cell) => plainText(childrenOf(cell.tokens))));
  const count = token.rows.length;
  return (
    <figure className="block">
      <header>
        <span className="grow">{count === 1 ? "Table, 1 row" : `Table, ${count.toLocaleString("en-US")} rows`}</span>
        <TableActions rows={rows} source={token.raw} />
      </header>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              {placed(token.header).map(({ place, token: cell }) => (
                <th key={place} dir="auto" className={alignment(cell)} scope="col">
                  {inline(childrenOf(cell.tokens))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {placed(token.rows).map(({ place, token: cells }) => (
              <Row key={place} cells={cells} />
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

/** A growing table is read again as a whole; rows whose cells stayed the same are not drawn again. */
const Row = memo(
  function Row({ cells }: { cells: readonly Tokens.TableCell[] }) {
    return (
      <tr>
        {placed(cells).map(({ place, token: cell }) => (
          <td key={place} dir="auto" className={alignment(cell)}>
            {inline(childrenOf(cell.tokens))}
          </td>
        ))}
      </tr>
    );
  },
  ({ cells: before }, { cells: after }) =>
    before.length === after.length &&
    before.every((cell, index) => cell.text === after[index]?.text && cell.align === after[index]?.align),
);

function alignment({ align }: Tokens.TableCell): string | undefined {
  return align === "right" ? "r" : align === "center" ? "c" : undefined;
}
