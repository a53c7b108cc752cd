import { useRef, useState } from "react";
import { useSWRConfig } from "swr";
import { sentenceOf } from "@/lib/client/api";
import { sendImport } from "@/lib/client/import-file";
import type { ImportEvent, ImportedLine } from "@/lib/contract/imports";

export interface ImportState {
  fileName: string;
  fileBytes: number;
  /** how much of the file has been read or at least sent */
  bytes: number;
  phase: "running" | "done" | "cancelled" | "failed";
  problem: string | null;
  imported: number;
  present: number;
  /** only what there is to show; counts are above */
  lines: ImportedLine[];
  skipped: number;
}

/** More would be a page nobody reads, and slow. */
const shownLines = 500;

export function useImport() {
  const [state, setState] = useState<ImportState | null>(null);
  const running = useRef<{ cancel: () => void } | null>(null);
  const isCancelled = useRef(false);
  const { mutate } = useSWRConfig();

  const start = async (file: File) => {
    isCancelled.current = false;
    setState({
      ...{ fileName: file.name, fileBytes: file.size, bytes: 0, phase: "running", problem: null },
      ...{ imported: 0, present: 0, skipped: 0, lines: [] },
    });
    const change = (more: (before: ImportState) => Partial<ImportState>) =>
      setState((before) => before && { ...before, ...more(before) });
    const onEvent = (event: ImportEvent) => {
      if (event.type === "failed") change(() => ({ phase: "failed", problem: event.error.message }));
      else if (event.type === "conversation") change((before) => withLine(before, event));
      else change((before) => ({ bytes: Math.max(before.bytes, event.bytes) }));
    };
    const upload = sendImport(file, onEvent, (sent) => change((before) => ({ bytes: Math.max(before.bytes, sent) })));
    running.current = upload;
    try {
      await upload.done;
      change(({ phase }) => (phase === "failed" ? {} : { phase: isCancelled.current ? "cancelled" : "done" }));
    } catch (error) {
      change(() => ({ phase: "failed", problem: sentenceOf(error) }));
    }
    running.current = null;
    void mutate((key) => typeof key === "string" && key.includes("/api/conversations"));
  };
  const cancel = () => {
    isCancelled.current = true;
    running.current?.cancel();
  };
  return { state, start, cancel };
}

function withLine(before: ImportState, line: ImportedLine): Partial<ImportState> {
  const isShown = before.lines.length < shownLines;
  return {
    [line.outcome]: before[line.outcome] + 1,
    bytes: Math.max(before.bytes, line.bytes),
    ...(isShown ? { lines: [...before.lines, line] } : {}),
  };
}
