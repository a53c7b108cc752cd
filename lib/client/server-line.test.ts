import { afterEach, expect, test } from "vitest";
import { serverLine } from "./server-line";

const feed = {};
const answer = {};
afterEach(() => {
  serverLine.forget(feed);
  serverLine.forget(answer);
});

test("the server is away when a line is down and none is up", () => {
  expect(serverLine.isDown).toBe(false);
  serverLine.tell(feed, "down");
  expect(serverLine.isDown).toBe(true);
  serverLine.tell(answer, "up");
  expect(serverLine.isDown).toBe(false);
  serverLine.tell(answer, "down");
  serverLine.tell(feed, "up");
  expect(serverLine.isDown).toBe(false);
});

test("a line that nobody needs any more says nothing", () => {
  serverLine.tell(answer, "down");
  serverLine.forget(answer);
  expect(serverLine.isDown).toBe(false);
  serverLine.tell(feed, "down");
  serverLine.tell(answer, "up");
  serverLine.forget(answer);
  expect(serverLine.isDown).toBe(true);
});

test("listeners hear each change until they leave", () => {
  let heard = 0;
  const leave = serverLine.subscribe(() => {
    heard += 1;
  });
  serverLine.tell(feed, "down");
  serverLine.forget(feed);
  serverLine.forget(feed);
  leave();
  serverLine.tell(feed, "up");
  expect(heard).toBe(2);
});
