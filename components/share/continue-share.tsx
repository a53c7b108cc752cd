"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Problem } from "@/components/ui/problem";
import { callApi, sentenceOf } from "@/lib/client/api";
import { PassphraseField } from "./passphrase-field";

interface ContinueShareProps {
  token: string;
  needsPassphrase: boolean;
}

/** Asks once: opening a link must not put anything into somebody's list. */
export function ContinueShare({ token, needsPassphrase }: ContinueShareProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const router = useRouter();
  const copy = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const passphrase = new FormData(event.currentTarget).get("passphrase");
    setIsBusy(true);
    setProblem(null);
    try {
      const body = passphrase ? { passphrase } : {};
      const { id } = await callApi<{ id: string }>("POST", `/api/shares/${token}/copy`, body);
      router.push(`/c/${id}`);
    } catch (error) {
      setProblem(sentenceOf(error));
      setIsBusy(false);
    }
  };
  return (
    <form className="card continue-share" onSubmit={(event) => void copy(event)}>
      <p>
        The messages become a conversation of yours, which nobody else sees. What the model thought in them is not sent
        back to it: a share holds the words alone.
      </p>
      {needsPassphrase && <PassphraseField />}
      <Problem text={problem} />
      <button type="submit" className="btn primary" disabled={isBusy}>
        Make a copy
      </button>
    </form>
  );
}
