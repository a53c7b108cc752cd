import { afterAll, beforeAll, expect, test } from "vitest";
import { whileSignedIn } from "@/lib/stream/reader-access";
import { createTestDatabase } from "@/scripts/lib/test-database.mjs";
import { auth } from "./auth";

let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, { DATABASE_URL: database.url, APP_SECRET: "x".repeat(32), LOG_LEVEL: "silent" });
});
afterAll(() => database.drop());

test("a session that is deleted ends its streams within a second, and no other session's", async () => {
  const { internalAdapter } = await auth().$context;
  const user = await internalAdapter.createUser(
    { name: "Ann", email: "ann@example.com" },
    { method: "email-password" },
  );
  const [here, elsewhere] = [
    await internalAdapter.createSession(user.id),
    await internalAdapter.createSession(user.id),
  ];
  const [reader, other] = [here, elsewhere].map((session) => {
    const stream = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(Buffer.from("word")) });
    return whileSignedIn(stream, { id: user.id, session }).getReader();
  });
  await reader?.read();
  await other?.read();
  const startedAt = performance.now();
  await internalAdapter.deleteSession(here.token);
  expect((await reader?.read())?.done).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(1000);
  let isOver = false;
  void other?.read().then(() => {
    isOver = true;
  });
  await new Promise(setImmediate);
  expect(isOver).toBe(false);
  await internalAdapter.deleteUserSessions(user.id);
  await expect.poll(() => isOver).toBe(true);
});
