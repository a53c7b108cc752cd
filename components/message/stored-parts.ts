import MarkdownBlocks from "@/components/markdown/markdown-blocks";
import { ReasoningPanel } from "@/components/reasoning/reasoning-panel";
import type { PartViews } from "./part-views";

/** For pages whose answers come with the document. */
export const storedParts: PartViews = { Markdown: MarkdownBlocks, ReasoningPanel };
