"use client";

import { useSyncExternalStore } from "react";
import { clock } from "@/lib/client/figures";

const never = () => () => {};

/** A time of day in the reader's own zone. The server does not know the zone, so it leaves the place empty. */
export function LocalTime({ iso }: { iso: string }) {
  const text = useSyncExternalStore(
    never,
    () => clock(new Date(iso)),
    () => "",
  );
  return <time dateTime={iso}>{text}</time>;
}
