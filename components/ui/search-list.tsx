"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useId, useRef, useState } from "react";

interface SearchListProps<T> {
  /** the box's accessible name */
  label: string;
  placeholder: string;
  /** the list's accessible name */
  listLabel: string;
  /** what fits the words typed so far, in order */
  find: (query: string) => T[];
  keyOf: (option: T) => string;
  /** options that follow each other with the same group stand under its name */
  groupOf: (option: T) => string;
  /** absent: the active option is the selected one */
  isPicked?: (option: T) => boolean;
  onPick: (option: T) => void;
  /** what is in the box now, for finding what is not here yet */
  onQuery?: (query: string) => void;
  /** the options are still on their way: Enter is kept until they are there */
  isLoading?: boolean;
  /** says why there is nothing */
  emptyText: string;
  /** stands at the end of the box */
  after?: ReactNode;
  children: (option: T) => ReactNode;
}

/** A box to type in and the options that fit, walked with the arrow keys. The focus stays in the box (aria-activedescendant). */
export function SearchList<T>(props: SearchListProps<T>) {
  const {
    label,
    placeholder,
    listLabel,
    find,
    keyOf,
    groupOf,
    isPicked,
    onPick,
    onQuery,
    isLoading,
    emptyText,
    after,
    children,
  } = props;
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const isEntered = useRef(false);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const options = find(query);
  const at = Math.min(active, options.length - 1);

  useEffect(() => {
    list.current?.querySelector(`[data-index="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const enter = useEffectEvent(() => {
    const picked = options[at];
    if (isEntered.current && picked) onPick(picked);
    isEntered.current = false;
  });
  useEffect(() => {
    if (!isLoading) enter();
  }, [isLoading]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const picked = options[at];
    if (step !== undefined && options.length > 0) {
      event.preventDefault();
      setActive((at + step + options.length) % options.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      isEntered.current = isLoading === true;
      if (picked && !isLoading) onPick(picked);
    }
  };

  return (
    <>
      <div className="search">
        <Search className="i s" aria-hidden />
        <input
          // biome-ignore lint/a11y/noAutofocus: the list was opened to choose, typing narrows it at once
          autoFocus
          data-initial
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          aria-label={label}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            onQuery?.(event.target.value);
            isEntered.current = false;
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        {after}
      </div>
      <div className="list" role="listbox" id={`${id}-list`} aria-label={listLabel} ref={list}>
        {options.map((option, index) => {
          const group = groupOf(option);
          const before = options[index - 1];
          return (
            <div key={keyOf(option)} role="presentation">
              {(before === undefined || groupOf(before) !== group) && (
                <div className="group" role="presentation">
                  {group}
                </div>
              )}
              {/* biome-ignore lint/a11y/useFocusableInteractive: focus stays in the search box (aria-activedescendant) */}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the search box handles the keys */}
              <div
                role="option"
                id={`${id}-${index}`}
                className="opt"
                data-index={index}
                data-active={index === at}
                aria-selected={isPicked ? isPicked(option) : index === at}
                onClick={() => onPick(option)}
              >
                {children(option)}
              </div>
            </div>
          );
        })}
        {options.length === 0 && <p className="none">{emptyText}</p>}
      </div>
    </>
  );
}

/** True for texts that hold every word of the query, in whatever order and case. */
export function wordsMatch(query: string): (text: string) => boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return (text) => {
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
}
