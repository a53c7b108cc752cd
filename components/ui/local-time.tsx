"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** A time of day in the reader's own zone. The server does not know the zone, so it leaves the place empty. */
export function LocalTime({ iso }: { iso: string }) {
  const text = useSyncExternalStore(
    never,
    () => new Date(iso).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    () => "",
  );
  return <time dateTime={iso}>{text}</time>;
}
