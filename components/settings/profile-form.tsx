"use client";

import { type FormEvent, useState } from "react";
import { useFocusInside } from "@/components/ui/use-focus-inside";
import { callApi } from "@/lib/client/api";
import type { ConnectionView } from "@/lib/contract/connections";
import {
  effortFormNames,
  effortForms,
  prefillFormNames,
  prefillForms,
  profileIds,
  profileOf,
  replayFormNames,
  replayForms,
  replayTimeNames,
  replayTimes,
} from "@/lib/reasoning/profiles";
import { ProfileChoice } from "./profile-choice";

interface ProfileFormProps {
  connection: ConnectionView;
  /** runs a change and shows what went wrong; tells whether it went well */
  act: (action: () => Promise<void>) => Promise<boolean>;
  onClose: () => void;
}

const asProfile = "";
const strictness = { ignored: "passed over", refused: "refused" } as const;

/** What kind of server it is, and what a person has set differently from that kind. */
export function ProfileForm({ connection, act, onClose }: ProfileFormProps) {
  const { id, recognisedProfile, isProfileChosen, profileOverrides } = connection;
  const [profile, setProfile] = useState<string>(isProfileChosen ? connection.profile : asProfile);
  const [chosen, setChosen] = useState(profileOverrides);
  const [isSaving, setIsSaving] = useState(false);
  const standard = profileOf(profile || recognisedProfile);

  const form = useFocusInside<HTMLFormElement>();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setIsSaving(true);
    const isSaved = await act(() =>
      callApi("PATCH", `/api/connections/${id}`, { profile: profile || null, profileOverrides: chosen }),
    );
    setIsSaving(false);
    if (isSaved) onClose();
  };

  return (
    <form ref={form} className="form" aria-label="Server and reasoning" onSubmit={(event) => void save(event)}>
      <div className="pairs">
        <ProfileChoice
          label="Kind of server"
          standard={`As recognised (${profileOf(recognisedProfile).name})`}
          names={Object.fromEntries(
            profileIds.filter((each) => each !== "practice").map((each) => [each, profileOf(each).name]),
          )}
          values={profileIds.filter((each) => each !== "practice")}
          value={profile}
          onChange={(value) => setProfile(value ?? asProfile)}
          help="Decides the rest. Recognised by the address, or by asking the server in a test."
        />
        <ProfileChoice
          label="Effort goes out in"
          standard={`As the kind says (${effortFormNames[standard.effort.form]})`}
          values={effortForms}
          names={effortFormNames}
          value={chosen.effort}
          onChange={(effort) => setChosen(({ effort: _, ...others }) => ({ ...others, ...(effort && { effort }) }))}
          help="Exactly one form is sent: servers refuse two at once."
        />
        <ProfileChoice
          label="Reasoning goes back in"
          standard={`As the kind says (${replayFormNames[standard.replay.form]})`}
          values={replayForms}
          names={replayFormNames}
          value={chosen.replay}
          onChange={(replay) => setChosen(({ replay: _, ...others }) => ({ ...others, ...(replay && { replay }) }))}
          help="The field of earlier messages. Only to the same model, and never of an edited or cut answer."
        />
        <ProfileChoice
          label="When it goes back"
          standard={`As the kind says (${replayTimeNames[standard.replay.when]})`}
          values={replayTimes}
          names={replayTimeNames}
          value={chosen.replayWhen}
          onChange={(replayWhen) =>
            setChosen(({ replayWhen: _, ...others }) => ({ ...others, ...(replayWhen && { replayWhen }) }))
          }
          help="A tool loop is open until the model has answered. Models that drop earlier reasoning want it only there."
        />
        <ProfileChoice
          label="An unfinished answer goes on from"
          standard={`As the kind says (${prefillFormNames[standard.prefill]})`}
          values={prefillForms}
          names={prefillFormNames}
          value={chosen.prefill}
          onChange={(prefill) => setChosen(({ prefill: _, ...others }) => ({ ...others, ...(prefill && { prefill }) }))}
          help="What Continue does. Where a server cannot take up its own text, it is asked in a new turn."
        />
        <ProfileChoice
          label="Fields the server does not know are"
          standard={`As the kind says (${strictness[standard.unknownFields]})`}
          values={["ignored", "refused"]}
          names={strictness}
          value={chosen.unknownFields}
          onChange={(unknownFields) =>
            setChosen(({ unknownFields: _, ...others }) => ({ ...others, ...(unknownFields && { unknownFields }) }))
          }
          help="Where they are refused, settings that only OpenRouter knows are left out, and the answer's details say so."
        />
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={chosen.replayEmpty ?? standard.replay.emptyWhenMissing}
          onChange={({ target }) =>
            setChosen(({ replayEmpty: _, ...others }) =>
              target.checked === standard.replay.emptyWhenMissing ? others : { ...others, replayEmpty: target.checked },
            )
          }
        />
        <span>
          Send the field with every tool call, even empty
          <br />
          <span className="help">Some servers refuse a conversation in which one is missing.</span>
        </span>
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={chosen.thinkOpen ?? standard.thinkOpen}
          onChange={({ target }) =>
            setChosen(({ thinkOpen: _, ...others }) =>
              target.checked === standard.thinkOpen ? others : { ...others, thinkOpen: target.checked },
            )
          }
        />
        <span>
          Answers begin inside of their thoughts
          <br />
          <span className="help">
            For models whose template opens &lt;think&gt; in the prompt, so that only its end is sent. Found out by
            itself with the first such answer.
          </span>
        </span>
      </label>
      <div className="ends">
        <button type="submit" className="btn primary" disabled={isSaving}>
          {isSaving ? "Saving" : "Save changes"}
        </button>
        <button type="button" className="btn quiet" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
}
