import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Closer to the end than this counts as being there, px. */
const slack = 48;

/**
 * Keeps the page at its end while it grows and the person is there; lets go the moment they scroll up.
 * `isGrowing` false: nothing is followed, so opening a panel does not move the page.
 */
export function useFollowEnd(
  content: RefObject<HTMLElement | null>,
  isGrowing: boolean,
  reach: RefObject<{ toEnd: () => void } | null>,
) {
  const isFollowing = useRef(true);
  const hasFollowed = useRef(false);
  const [isAtEnd, setIsAtEnd] = useState(true);

  const toEnd = useCallback(() => {
    isFollowing.current = true;
    // the end of a long list may not be drawn
    reach.current?.toEnd();
    window.scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
    setIsAtEnd(true);
  }, [reach]);

  /** Somewhere else is looked at, by more than scrolling. */
  const letGo = useCallback(() => {
    isFollowing.current = false;
  }, []);

  useLayoutEffect(() => {
    window.dispatchEvent(new Event("verbatim-drawn"));
    const before = history.scrollRestoration;
    // the page opens at its end; a place the browser remembers would move it away again
    history.scrollRestoration = "manual";
    return () => {
      history.scrollRestoration = before;
    };
  }, []);

  useEffect(() => {
    let lastTop = window.scrollY;
    let lastHeight = document.documentElement.scrollHeight;
    const onWheel = (event: WheelEvent) => {
      if (event.deltaY < 0) letGo();
    };
    const onScroll = () => {
      const height = document.documentElement.scrollHeight;
      const distance = distanceToEnd();
      // content that became shorter moves the page up too; that was not the person
      if (window.scrollY < lastTop - 1 && height >= lastHeight && distance > slack) letGo();
      if (distance < slack && window.scrollY > lastTop) isFollowing.current = true;
      lastTop = window.scrollY;
      lastHeight = height;
      setIsAtEnd(isFollowing.current || distance < slack * 2);
    };
    window.addEventListener("wheel", onWheel, { passive: true });
    window.addEventListener("scroll", onScroll, { passive: true });
    window.addEventListener("resize", onScroll, { passive: true });
    return () => {
      window.removeEventListener("wheel", onWheel);
      window.removeEventListener("scroll", onScroll);
      window.removeEventListener("resize", onScroll);
    };
  }, [letGo]);

  useLayoutEffect(() => {
    const element = content.current;
    if (!element) return;
    if (!isGrowing) {
      // with the last word the stages go and the facts come, in the same frame: nothing should move in between
      if (hasFollowed.current && isFollowing.current) toEnd();
      return;
    }
    hasFollowed.current = true;
    const keepUp = () => {
      if (isFollowing.current) toEnd();
      else setIsAtEnd(distanceToEnd() < slack * 2);
    };
    const observer = new ResizeObserver(keepUp);
    observer.observe(element);
    return () => {
      observer.disconnect();
      // the facts under the finished answer come after its last word
      requestAnimationFrame(keepUp);
    };
  }, [content, isGrowing, toEnd]);

  return { isAtEnd, toEnd, letGo };
}

function distanceToEnd(): number {
  return document.documentElement.scrollHeight - window.innerHeight - window.scrollY;
}
