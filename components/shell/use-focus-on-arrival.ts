import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * For the heading of a page. A page that comes within the app takes away what had the focus: it goes on at the heading then. A document that
 * has just been loaded begins where the browser begins it.
 */
export function useFocusOnArrival(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  // the server's words the first time, only where they came with the document
  const isInBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const [hasCome] = useState(isInBrowser);
  useEffect(() => {
    if (hasCome && (document.activeElement ?? document.body) === document.body)
      heading.current?.focus({ preventScroll: true });
  }, [hasCome]);
  return heading;
}
