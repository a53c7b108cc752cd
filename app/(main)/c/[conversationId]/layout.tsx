import type { ReactNode } from "react";
import { Opening } from "@/components/conversation/opening";

export default function ConversationLayout({ children }: { children: ReactNode }) {
  return <Opening>{children}</Opening>;
}
