"use client";

import { useSyncExternalStore } from "react";
import { moment } from "@/lib/client/figures";

const never = () => () => {};

/** A moment in the reader's own zone, with the date when it is not today. The server does not know the zone, so it leaves the place empty. */
export function LocalTime({ iso }: { iso: string }) {
  const text = useSyncExternalStore(
    never,
    () => moment(new Date(iso), new Date()),
    () => "",
  );
  return <time dateTime={iso}>{text}</time>;
}
