import { expect, test } from "vitest";
import { bus } from "./bus";

test("a message reaches the listeners of its channel until they leave", () => {
  const heard: string[] = [];
  const leave = bus().subscribe("a", (message) => heard.push(`first ${message}`));
  const leaveSecond = bus().subscribe("a", (message) => heard.push(`second ${message}`));
  bus().publish("a", "1");
  bus().publish("b", "2");
  leave();
  bus().publish("a", "3");
  leaveSecond();
  bus().publish("a", "4");
  expect(heard).toEqual(["first 1", "second 1", "second 3"]);
});

test("a relay gets what is said here, and learns which channels are heard", () => {
  const sent: string[] = [];
  const wanted: string[][] = [];
  const leave = bus().subscribe("a", () => {});
  bus().connect({
    publish: (channel, message) => sent.push(`${channel} ${message}`),
    listen: (channels) => wanted.push([...channels]),
  });
  const leaveOther = bus().subscribe("b", () => {});
  bus().publish("a", "1");
  bus().deliver("a", "from elsewhere");
  leaveOther();
  leave();
  bus().connect(null);
  expect(sent).toEqual(["a 1"]);
  expect(wanted).toEqual([["a"], ["a", "b"], ["a"], []]);
});
