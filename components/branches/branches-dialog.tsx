"use client";

import { GitFork, Star } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { callApi, sentenceOf } from "@/lib/client/api";
import type { Outline } from "@/lib/contract/outline";
import { type Turn, turnTree } from "@/lib/conversation/turn-tree";
import { BranchTree } from "./branch-tree";

interface BranchesDialogProps {
  conversationId: string;
  /** an answer is being written: what is read stays where it is */
  isBusy: boolean;
  onOpen: (messageId: string) => void;
  onClose: () => void;
}

/** The map of a conversation: every turn of every branch, to look at, to mark, to go to. */
export function BranchesDialog({ conversationId, isBusy, onOpen, onClose }: BranchesDialogProps) {
  const [outline, setOutline] = useState<Outline | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const router = useRouter();
  const path = `/api/conversations/${conversationId}`;

  const load = useCallback(async () => {
    try {
      setOutline(await callApi<Outline>("GET", `${path}/outline`));
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  }, [path]);
  useEffect(() => void load(), [load]);

  const turns = useMemo(() => (outline ? turnTree(outline.messages, outline.activeLeafId) : []), [outline]);
  const selected = turns.find(({ id }) => id === selectedId) ?? turns.findLast(({ isActive }) => isActive) ?? turns[0];

  const nameBox = useRef<HTMLInputElement>(null);
  /** what is typed counts, whether it was sent or not */
  const typedName = (turn: Turn) =>
    turn.id === selected?.id && nameBox.current ? nameBox.current.value.trim() : turn.name;
  const marking = useRef(Promise.resolve());
  // one after the other: leaving the name's field and pressing the star are two, and both are whole
  const mark = ({ id, name, starred }: Pick<Turn, "id" | "name" | "starred">) => {
    marking.current = marking.current.then(async () => {
      try {
        await callApi("PUT", `${path}/marks/${id}`, { name: name || null, starred });
        await load();
      } catch (error) {
        setProblem(sentenceOf(error));
      }
    });
  };
  const star = (turn: Turn) => mark({ ...turn, name: typedName(turn), starred: !turn.starred });
  const forkAll = async () => {
    try {
      const { id } = await callApi<{ id: string }>("POST", `${path}/fork`, { scope: "tree" });
      onClose();
      router.push(`/c/${id}`);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  const open = (turn: Turn) => {
    if (isBusy) return setProblem("Wait for the current answer, or stop it.");
    onClose();
    onOpen(turn.id);
  };

  return (
    <Dialog label="Branches" onClose={onClose} className="branches">
      {problem && (
        <p className="remark" role="alert">
          {problem}
        </p>
      )}
      {!outline && !problem && <p className="remark">Loading</p>}
      {selected && (
        <>
          <BranchTree
            turns={turns}
            selected={selected}
            onSelect={(turn) => setSelectedId(turn.id)}
            onOpen={open}
            onStar={star}
          />
          <footer>
            <button
              type="button"
              className="icon"
              aria-label="Star this branch"
              aria-pressed={selected.starred}
              title="Star this branch (S)"
              onClick={() => star(selected)}
            >
              <Star className={selected.starred ? "i filled" : "i"} aria-hidden />
            </button>
            <button
              type="button"
              className="icon"
              aria-label="Fork all branches"
              title="Fork all branches into a new conversation"
              onClick={() => void forkAll()}
            >
              <GitFork className="i" aria-hidden />
            </button>
            <form
              className="grow"
              key={selected.id}
              onSubmit={(event) => {
                event.preventDefault();
                mark({ ...selected, name: typedName(selected) });
              }}
            >
              <input
                ref={nameBox}
                className="input"
                aria-label="Name of this branch"
                placeholder="Name of this branch"
                maxLength={100}
                autoComplete="off"
                defaultValue={selected.name ?? ""}
                onBlur={(event) =>
                  event.target.value.trim() !== (selected.name ?? "") && event.target.form?.requestSubmit()
                }
              />
            </form>
            <button type="button" className="btn primary" disabled={isBusy} onClick={() => open(selected)}>
              Open
            </button>
          </footer>
        </>
      )}
    </Dialog>
  );
}
