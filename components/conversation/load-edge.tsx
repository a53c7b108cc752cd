import { useEffect, useRef, useState } from "react";
import { SkeletonTurns } from "./skeleton";

interface LoadEdgeProps {
  words: "earlier" | "later";
  /** ends when the messages are on the page; then this is another edge */
  load: () => Promise<void>;
}

/** Where the messages on the page end and others follow: those are fetched before the person gets there. */
export function LoadEdge({ words, load }: LoadEdgeProps) {
  const element = useRef<HTMLDivElement>(null);
  const [isFailed, setIsFailed] = useState(false);

  useEffect(() => {
    const { current } = element;
    if (!current || isFailed) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) load().catch(() => setIsFailed(true));
      },
      // several windows ahead, so that a fast scroll does not arrive first
      { rootMargin: "300% 0px" },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, [load, isFailed]);

  return (
    <div className="edge" ref={element}>
      {isFailed ? (
        <p className="remark" role="alert">
          {`The ${words} messages could not be read.`}
          <button type="button" className="btn" onClick={() => setIsFailed(false)}>
            Try again
          </button>
        </p>
      ) : (
        <>
          <p className="sr" role="status">{`Reading ${words} messages`}</p>
          <div aria-hidden>
            <SkeletonTurns />
          </div>
        </>
      )}
    </div>
  );
}
