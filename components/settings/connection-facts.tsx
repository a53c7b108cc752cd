import { notReported } from "@/lib/client/figures";
import type { ConnectionTest, ConnectionView } from "@/lib/contract/connections";
import {
  effortFormNames,
  factsOfOverrides,
  profileOf,
  replayFormNames,
  replayTimeNames,
} from "@/lib/reasoning/profiles";

/** What the connection is and how it is talked to, in the words of its fields. */
export function ConnectionFacts({ connection, test }: { connection: ConnectionView; test: ConnectionTest | null }) {
  const { profile: id, profileOverrides, isProfileChosen, modelCount } = connection;
  const { name, effort, replay } = profileOf(id, { manual: factsOfOverrides(profileOverrides) });
  const models = test?.models ?? modelCount;
  const facts: { term: string; is: string; isFaint?: boolean }[] = [
    { term: "Models", is: models === null ? notReported : models.toLocaleString("en"), isFaint: models === null },
    {
      term: "Reasoning comes in",
      is: test?.reasoningField ?? (test?.ok ? "none seen in the test" : "not tested"),
      isFaint: !test?.reasoningField,
    },
    { term: "Server", is: isProfileChosen ? `${name}, chosen` : name },
    { term: "Effort goes out in", is: effortFormNames[effort.form] },
    { term: "Reasoning goes back in", is: replayFormNames[replay.form] },
    { term: "When it goes back", is: replay.form === "none" ? "never" : replayTimeNames[replay.when] },
  ];
  return (
    <dl className="caps">
      {facts.map(({ term, is, isFaint }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd className={isFaint ? "faint" : undefined}>{is}</dd>
        </div>
      ))}
    </dl>
  );
}
