import type { Tokens } from "marked";
import { memo, type ReactNode } from "react";
import { CodeBlock } from "#markdown/code-block";
import { decodeEntities } from "./entities";
import { inline, placed } from "./inline";
import { TableBlock } from "./table-block";
import { childrenOf, type MarkdownToken } from "./tokens";

interface BlockViewProps {
  token: MarkdownToken;
  /** text may still be added to it */
  isOpen: boolean;
}

/** One block of an answer. No hooks, so that a server component can draw it as well. */
export function BlockView({ token, isOpen }: BlockViewProps): ReactNode {
  switch (token.type) {
    case "paragraph":
      return <p dir="auto">{inline(childrenOf(token.tokens))}</p>;
    case "heading":
      return <Heading token={token} />;
    case "list":
      return <List token={token} isOpen={isOpen} />;
    case "blockquote":
      return (
        <blockquote dir="auto">
          <BlockViews tokens={childrenOf(token.tokens)} isOpen={isOpen} />
        </blockquote>
      );
    case "code":
      return <CodeBlock code={token.text} info={decodeEntities(token.lang ?? "")} isOpen={isOpen} />;
    case "table":
      return <TableBlock token={token} />;
    case "hr":
      return <hr />;
    case "html":
      // Never parsed as HTML, whoever wrote it.
      return (
        <p className="source" dir="auto">
          {token.text.trimEnd()}
        </p>
      );
    case "math":
      return <div className="formula">{inline([token])}</div>;
    case "space":
    case "def":
      return null;
    default:
      return inline([token]);
  }
}

function BlockViews({ tokens, isOpen }: { tokens: readonly MarkdownToken[]; isOpen: boolean }) {
  return placed(tokens).map(({ place, token }) => (
    <BlockView key={place} token={token} isOpen={isOpen && place === tokens.length - 1} />
  ));
}

/** The page has the h1 and the names of its parts are h2, so an answer begins at h3. */
function Heading({ token }: { token: Tokens.Heading }) {
  const children = inline(childrenOf(token.tokens));
  if (token.depth <= 2) return <h3 dir="auto">{children}</h3>;
  if (token.depth === 3) return <h4 dir="auto">{children}</h4>;
  if (token.depth === 4) return <h5 dir="auto">{children}</h5>;
  return <h6 dir="auto">{children}</h6>;
}

function List({ token, isOpen }: { token: Tokens.List; isOpen: boolean }) {
  const items = placed(token.items).map(({ place, token: item }) => (
    <ListItem key={place} item={item} isOpen={isOpen && place === token.items.length - 1} />
  ));
  if (!token.ordered) return <ul dir="auto">{items}</ul>;
  return (
    <ol dir="auto" start={token.start === "" || token.start === 1 ? undefined : token.start}>
      {items}
    </ol>
  );
}

interface ListItemProps {
  item: Tokens.ListItem;
  isOpen: boolean;
}

/** While a long list grows it is read again as a whole, but only items whose text changed are drawn again. */
const ListItem = memo(
  function ListItem({ item, isOpen }: ListItemProps) {
    return (
      <li dir="auto" className={item.task ? "task" : undefined}>
        <BlockViews tokens={childrenOf(item.tokens)} isOpen={isOpen} />
      </li>
    );
  },
  (before, after) =>
    before.isOpen === after.isOpen && before.item.loose === after.item.loose && before.item.raw === after.item.raw,
);
