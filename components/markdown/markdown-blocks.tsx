"use client";

import { memo } from "react";
import { BlockView } from "./block-view";
import type { Block } from "./blocks";
import { useBlocks } from "./use-blocks";

/** The engine side of {@link Markdown}: loaded on first need. */
export default function MarkdownBlocks({ text, isStreaming }: { text: string; isStreaming: boolean }) {
  const blocks = useBlocks(text, isStreaming);
  return groupsOf(blocks).map((group) => <BlockGroup key={group[0]?.id} blocks={group} />);
}

const groupSize = 16;

/** Groups keep the list that React compares short: an update looks at the groups and at the blocks of the last one. */
function groupsOf(blocks: readonly Block[]): (readonly Block[])[] {
  const groups: (readonly Block[])[] = [];
  for (let start = 0; start < blocks.length; start += groupSize) groups.push(blocks.slice(start, start + groupSize));
  return groups;
}

const BlockGroup = memo(
  function BlockGroup({ blocks }: { blocks: readonly Block[] }) {
    return blocks.map((block) => <StableBlock key={block.id} block={block} />);
  },
  ({ blocks: before }, { blocks: after }) =>
    before.length === after.length && before.every((block, index) => block === after[index]),
);

const StableBlock = memo(function StableBlock({ block }: { block: Block }) {
  return <BlockView token={block.token} isOpen={block.isOpen} />;
});
