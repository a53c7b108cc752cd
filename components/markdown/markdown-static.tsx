import { BlockView } from "./block-view";
import { finish, noBlocks } from "./blocks";

/** Finished Markdown without state: for server components, which then send the browser no engine. */
export function MarkdownStatic({ text }: { text: string }) {
  return finish(noBlocks, text).closed.map((block) => <BlockView key={block.id} token={block.token} isOpen={false} />);
}
