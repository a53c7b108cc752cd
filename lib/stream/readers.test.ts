import { expect, test } from "vitest";
import { limits } from "@/lib/config/limits";
import { admitReader } from "./readers";

test("the readers of all people together: 4,096, then server_busy until one goes, whoever asks", () => {
  expect(limits.readers).toBe(4096);
  const log = { ended: false };
  const connections = Array.from({ length: limits.readers }, () => new AbortController());
  const peopleNeeded = Math.ceil(limits.readers / limits.readersPerOwner);
  const enter = (person: number, connection: AbortController, of = log) =>
    admitReader({ userId: `person ${person}`, log: of, signal: connection.signal });
  for (const [index, connection] of connections.entries()) enter(index % peopleNeeded, connection);
  const another = () => enter(peopleNeeded, new AbortController());
  expect(another).toThrow(expect.objectContaining({ code: "server_busy", headers: { "retry-after": "5" } }));
  connections[7]?.abort();
  another();
  expect(another).toThrow(expect.objectContaining({ code: "server_busy" }));
  log.ended = true;
  const ended = { ended: true };
  for (let count = 0; count < limits.readers + 1; count += 1) enter(0, new AbortController(), ended);
  const running = { ended: false };
  for (let count = 0; count < limits.readersPerOwner; count += 1) enter(0, new AbortController(), running);
  expect(() => enter(0, new AbortController(), running)).toThrow(
    expect.objectContaining({ code: "too_many_requests", headers: { "retry-after": "5" } }),
  );
  enter(1, new AbortController(), running);
});
