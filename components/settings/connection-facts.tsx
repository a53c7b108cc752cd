import { notReported } from "@/lib/client/figures";
import type { ConnectionTest, ConnectionView } from "@/lib/contract/connections";
import { effortFormNames, profileOf, replayFormNames, replayTimeNames } from "@/lib/reasoning/profiles";

/** What the connection is and how it is talked to, in the words of its fields. */
export function ConnectionFacts({ connection, test }: { connection: ConnectionView; test: ConnectionTest | null }) {
  const { profile, isProfileChosen, modelCount, inForce } = connection;
  const { name } = profileOf(profile);
  const models = test?.models ?? modelCount;
  const facts: { term: string; is: string; isFaint?: boolean }[] = [
    { term: "Models", is: models === null ? notReported : models.toLocaleString("en"), isFaint: models === null },
    {
      term: "Reasoning comes in",
      is: test?.reasoningField ?? (test?.ok ? "none seen in the test" : "not tested"),
      isFaint: !test?.reasoningField,
    },
    { term: "Server", is: isProfileChosen ? `${name}, chosen` : name },
    { term: "Effort goes out in", is: effortFormNames[inForce.effort] },
    { term: "Reasoning goes back in", is: replayFormNames[inForce.replay] },
    { term: "When it goes back", is: inForce.replay === "none" ? "never" : replayTimeNames[inForce.replayWhen] },
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
