"use client";

import { type ComponentType, useEffect, useState } from "react";

/**
 * A part of the page that is fetched when it is first drawn. When it cannot be had, `Gone` stands in for it and the page around it stays;
 * drawn again, it is asked for again: the server may have been away for a moment only.
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Gone: ComponentType<P>,
): ComponentType<P> {
  const known: { Part: ComponentType<P> | null } = { Part: null };
  return function Later(props: P) {
    const [Shown, setShown] = useState(() => known.Part);
    useEffect(() => {
      if (known.Part) return;
      let isWanted = true;
      const show = (Part: ComponentType<P>) => isWanted && setShown(() => Part);
      load().then(
        (Part) => {
          known.Part = Part;
          show(Part);
        },
        () => show(Gone),
      );
      return () => {
        isWanted = false;
      };
    }, []);
    return Shown && <Shown {...props} />;
  };
}
