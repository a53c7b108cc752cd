"use client";

import { useEffect, useRef } from "react";
import { Segments } from "@/components/ui/segments";
import { Switch } from "@/components/ui/switch";
import { moment } from "@/lib/client/figures";
import type { ShareView } from "@/lib/contract/shares";
import type { ShareDraft } from "./share-draft";

interface ShareOptionsProps {
  draft: ShareDraft;
  /** the link there is */
  share: ShareView | null;
  /** one question and its answer, which have their end */
  isExchange: boolean;
  onChange: (draft: ShareDraft) => void;
}

const modes = [
  { value: "frozen", name: "Frozen" },
  { value: "live", name: "Live" },
] as const;
const ends = [
  { days: 1, name: "In a day" },
  { days: 7, name: "In 7 days" },
  { days: 30, name: "In 30 days" },
  { days: 365, name: "In a year" },
  { days: null, name: "Never" },
] as const;

export function ShareOptions({ draft, share, isExchange, onChange }: ShareOptionsProps) {
  const first = useRef<HTMLInputElement>(null);
  // They come a moment after the dialog, and again after a preview: what had the focus then is the way out, or gone.
  useEffect(() => first.current?.focus(), []);
  const set = (change: Partial<ShareDraft>) => onChange({ ...draft, ...change });
  return (
    <>
      <label className="field">
        <span>Title</span>
        <input
          className="input"
          ref={first}
          dir="auto"
          maxLength={200}
          value={draft.title}
          onChange={(event) => set({ title: event.target.value })}
        />
      </label>
      {!isExchange && (
        <div className="field">
          <span>Copy</span>
          <Segments label="Copy" options={modes} value={draft.mode} onChoose={(mode) => set({ mode })} />
          <span className="help">
            {draft.mode === "frozen"
              ? "Later messages stay private."
              : "Later answers appear when they are complete, without a look from you."}
          </span>
        </div>
      )}
      <label className="field">
        <span>Who can open it</span>
        <select
          className="input"
          value={draft.hasPassphrase ? "passphrase" : "link"}
          onChange={(event) => set({ hasPassphrase: event.target.value === "passphrase" })}
        >
          <option value="link">Anyone with the link</option>
          <option value="passphrase">Anyone with the link and a passphrase</option>
        </select>
      </label>
      {draft.hasPassphrase && (
        <label className="field">
          <span>Passphrase</span>
          <input
            className="input"
            type="text"
            autoComplete="off"
            maxLength={200}
            placeholder={share?.audience === "passphrase" ? "As it is" : ""}
            value={draft.passphrase}
            onChange={(event) => set({ passphrase: event.target.value })}
          />
        </label>
      )}
      <label className="field">
        <span>Ends</span>
        <select
          className="input"
          value={`${draft.expiresInDays}`}
          onChange={({ target: { value } }) =>
            set({ expiresInDays: value === "undefined" ? undefined : value === "null" ? null : Number(value) })
          }
        >
          {share && <option value="undefined">As it is</option>}
          {ends.map(({ days, name }) => (
            <option key={name} value={`${days}`}>
              {name}
            </option>
          ))}
        </select>
        {share?.expiresAt && <span className="help">Now until {moment(new Date(share.expiresAt), new Date())}.</span>}
      </label>
      <Option
        name="Readers may continue a copy"
        isOn={draft.continuable}
        onChange={(continuable) => set({ continuable })}
      />
      <Option
        name="Hide from search engines"
        isOn={!draft.indexable}
        onChange={(isHidden) => set({ indexable: !isHidden })}
      />
      <Option name="Title on the preview card" isOn={draft.cardTitle} onChange={(cardTitle) => set({ cardTitle })} />
      <details>
        <summary>Show it inside another site</summary>
        <label className="field">
          <span>Sites that may frame it</span>
          <textarea
            className="input"
            rows={2}
            placeholder="https://example.org"
            value={draft.frames}
            onChange={(event) => set({ frames: event.target.value })}
          />
          <span className="help">
            One origin a line. They embed the address of the link with /embed at its end; others are refused.
          </span>
        </label>
      </details>
      {share && (
        <p className="help">
          {share.views === 0 ? "Not opened yet." : share.views === 1 ? "Opened once." : `Opened ${share.views} times.`}{" "}
          Readers are counted, never followed.
        </p>
      )}
    </>
  );
}

interface OptionProps {
  name: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

function Option({ name, isOn, onChange }: OptionProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch in it is its control
    <label className="opt">
      {name}
      <Switch isOn={isOn} onChange={onChange} />
    </label>
  );
}
