import type { CompletionStatus, MessageRole } from "@/lib/conversation/message";

/** One message of the tree in a few words: what a map needs to draw it. */
export interface OutlineNode {
  id: string;
  parentId: string | null;
  role: MessageRole;
  status: CompletionStatus;
  /** the first of its text, on one line; "" = it has none */
  words: string;
  /** that was asked; null for questions and for answers in a person's words */
  model: string | null;
  /** of the branch that ends here, given by the person */
  name: string | null;
  starred: boolean;
}
export interface Outline {
  activeLeafId: string | null;
  /** the whole tree, by `seq` */
  messages: OutlineNode[];
}
