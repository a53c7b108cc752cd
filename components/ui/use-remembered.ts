"use client";

import { createContext, useContext, useState } from "react";

/** What is remembered of elements that are taken off the page and may come back; lives as long as the list they stand in. */
export const RememberedStore = createContext<Map<string, boolean> | null>(null);
/** Which of them this is. */
export const RememberedPlace = createContext("");

export const newStore = (): Map<string, boolean> => new Map();

/** State that outlives its element, such as what a person has opened by hand. `name`: unique within the place. */
export function useRemembered<T extends boolean | null>(
  name: string,
  initial: T,
): [boolean | T, (value: boolean) => void] {
  const store = useContext(RememberedStore);
  const key = `${useContext(RememberedPlace)} ${name}`;
  const [value, setValue] = useState<boolean | T>(() => store?.get(key) ?? initial);
  return [
    value,
    (next) => {
      store?.set(key, next);
      setValue(next);
    },
  ];
}
