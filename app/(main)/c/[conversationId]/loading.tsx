import { ConversationSkeleton } from "@/components/conversation/skeleton";

export default function Loading() {
  return <ConversationSkeleton />;
}
