"use client";

import { type ReactNode, Suspense, useState, useSyncExternalStore } from "react";
import { ConversationSkeleton } from "./skeleton";

const never = () => () => {};

/**
 * Grey lines while a conversation is fetched that was gone to from another page. A document comes with its messages and has no such place
 * in it: the server would send them apart from the page, and the browser put them there a third of a second after the grey lines.
 */
export function Opening({ children }: { children: ReactNode }) {
  const isDocument = useSyncExternalStore(
    never,
    () => false,
    () => true,
  );
  const [isFromDocument] = useState(isDocument);
  return isFromDocument ? children : <Suspense fallback={<ConversationSkeleton />}>{children}</Suspense>;
}
