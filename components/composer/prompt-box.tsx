"use client";

import { type ClipboardEvent, type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { readDraft, writeDraft } from "@/lib/client/drafts";
import { isSendKey } from "@/lib/client/keyboard";

/** Above this length the box no longer measures its content: that would cost a frame on every key. */
const longText = 20_000;
const draftDelayMs = 300;

interface PromptBoxProps {
  boxRef: RefObject<HTMLTextAreaElement | null>;
  /** where the draft is kept */
  draftKey: string;
  placeholder: string;
  hasFocus: boolean;
  onChange: (isEmpty: boolean) => void;
  onSend: () => void;
  /** ↑ while the box is empty */
  onEditLast: () => void;
  onEffortKey: (digit: number) => void;
}

function forgetTimer(timer: RefObject<ReturnType<typeof setTimeout> | undefined>): void {
  clearTimeout(timer.current);
  timer.current = undefined;
}

/** The text itself stays in the browser's own box (uncontrolled): a paste of 200 kB renders nothing. */
export function PromptBox(props: PromptBoxProps) {
  const { boxRef, draftKey, placeholder, hasFocus, onChange, onSend, onEditLast, onEffortKey } = props;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // changes once, with the first question, under somebody who types already
  const key = useRef(draftKey);
  useEffect(() => {
    key.current = draftKey;
  }, [draftKey]);

  useEffect(() => {
    const box = boxRef.current;
    if (!box) return;
    if (box.value === "") {
      box.value = readDraft(key.current);
      box.setSelectionRange(box.value.length, box.value.length);
    }
    // also what was typed before this page came to life
    box.toggleAttribute("data-long", box.value.length > longText);
    onChange(!/\S/.test(box.value));
    // on a touch screen focus opens the keyboard over half the page
    if (hasFocus || window.matchMedia("(pointer: fine)").matches) box.focus({ preventScroll: true });
  }, [boxRef, hasFocus, onChange]);

  // a box that goes leaves its last words to the next one
  useLayoutEffect(() => {
    const box = boxRef.current;
    return () => {
      if (timer.current === undefined || !box) return;
      forgetTimer(timer);
      writeDraft(key.current, box.value);
    };
  }, [boxRef]);

  const onInput = () => {
    const box = boxRef.current;
    if (!box) return;
    box.toggleAttribute("data-long", box.value.length > longText);
    onChange(!/\S/.test(box.value));
    forgetTimer(timer);
    timer.current = setTimeout(() => {
      timer.current = undefined;
      writeDraft(key.current, box.value);
    }, draftDelayMs);
  };

  // The browser's own paste of 200 kB takes a second (it builds an undo step and measures on the way); setting the range takes a tenth.
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
    if (text.length <= longText) return;
    event.preventDefault();
    const box = event.currentTarget;
    box.toggleAttribute("data-long", true);
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    onInput();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isSendKey(event.nativeEvent)) {
      event.preventDefault();
      forgetTimer(timer);
      onSend();
    }
    if (event.key === "ArrowUp" && event.currentTarget.value === "" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      onEditLast();
    }
    const digit = /^Digit([123])$/.exec(event.code)?.[1];
    if (digit && event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      onEffortKey(Number(digit));
    }
  };

  return (
    <textarea
      ref={boxRef}
      rows={1}
      aria-label="Message"
      placeholder={placeholder}
      dir="auto"
      autoComplete="off"
      data-prompt
      // biome-ignore lint/a11y/noAutofocus: a new conversation begins with typing
      autoFocus={hasFocus}
      onInput={onInput}
      onPaste={onPaste}
      onKeyDown={onKeyDown}
    />
  );
}
