import { expect, test, vi } from "vitest";
import { endStreamsOf, whileSignedIn } from "./reader-access";

const inAWhile = () => new Date(Date.now() + 60_000);
const reader = (session: string | null, id = "ann", expiresAt = inAWhile()) => ({
  id,
  session: session === null ? null : { id: session, expiresAt },
});

/** A stream that never ends by itself; `cancelled` says that its reader let go of it. */
function endless() {
  const cancelled = vi.fn();
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from("first")),
    cancel: cancelled,
  });
  return { stream, cancelled };
}

test("the end of a session ends its streams and no others; the end of access ends all of a person", async () => {
  const sources = [endless(), endless(), endless()];
  const [mine, mineElsewhere, hers] = sources.map(({ stream }, index) =>
    whileSignedIn(stream, [reader("s1"), reader("s2"), reader("s3", "eve")][index] ?? reader(null)).getReader(),
  );
  for (const each of [mine, mineElsewhere, hers]) expect((await each?.read())?.done).toBe(false);
  endStreamsOf("ann", "s1");
  expect((await mine?.read())?.done).toBe(true);
  expect(sources.map(({ cancelled }) => cancelled.mock.calls.length)).toEqual([1, 0, 0]);
  endStreamsOf("ann");
  expect((await mineElsewhere?.read())?.done).toBe(true);
  expect(sources.map(({ cancelled }) => cancelled.mock.calls.length)).toEqual([1, 1, 0]);
  await hers?.cancel();
  expect(sources.map(({ cancelled }) => cancelled.mock.calls.length)).toEqual([1, 1, 1]);
});

test("a session that expires ends its streams at that time", async () => {
  const { stream, cancelled } = endless();
  const soon = whileSignedIn(stream, reader("s1", "ann", new Date(Date.now() + 150))).getReader();
  await soon.read();
  const startedAt = performance.now();
  expect((await soon.read()).done).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(1000);
  expect(cancelled).toHaveBeenCalledOnce();
});

test("without sessions nothing stands between, and what ends by itself ends as before", async () => {
  const { stream } = endless();
  expect(whileSignedIn(stream, reader(null))).toBe(stream);
  const words = new Blob(["all of it"]).stream();
  expect(await new Response(whileSignedIn(words, reader("s1"))).text()).toBe("all of it");
});
