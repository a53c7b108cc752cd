"use client";

import { type ComponentType, createContext } from "react";
import type { MarkdownProps } from "@/components/markdown/markdown";
import type { ReasoningPanelProps } from "@/components/reasoning/reasoning-panel";

export interface PartViews {
  Markdown: ComponentType<MarkdownProps>;
  ReasoningPanel: ComponentType<ReasoningPanelProps>;
}

/**
 * What draws the parts of answers. null: fetched when it is needed, for a page that begins without any. A page that comes with answers
 * brings it along: parts that may have to wait are sent apart from the page and put in their places a third of a second later.
 */
export const PartViewsContext = createContext<PartViews | null>(null);
