import { expect, test } from "vitest";
import { AppError } from "@/lib/errors/app-error";
import { profileOf } from "@/lib/reasoning/profiles";
import { createAttempts } from "./attempts";
import { type CallTarget, notSent } from "./run-call";
import { wait } from "./wait";

const target = (model: string): CallTarget => ({
  connection: { id: model, name: `At ${model}`, baseUrl: "http://127.0.0.1:1/v1", profile: "vllm", apiKey: null },
  model,
  loadProfile: async () => profileOf("vllm"),
});
function failure(code: "provider_rate_limit" | "provider_key_denied" | "provider_refused", status: number) {
  return { ...notSent(new AppError(code)), status, refusal: { status, body: "" } };
}
function attemptsOf(...models: [string, ...string[]]) {
  const [first, ...others] = models;
  let at = 0;
  const attempts = createAttempts({
    targets: [target(first), ...others.map(target)],
    limitMs: 120_000,
    now: () => at,
    random: () => 0.5,
  });
  return { attempts, pass: (ms: number) => (at += ms) };
}

test("three requests to the first model, three to the next, then it has failed", () => {
  const { attempts } = attemptsOf("a", "b");
  const seen = [];
  for (;;) {
    seen.push(attempts.target().model);
    const next = attempts.after(failure("provider_rate_limit", 429));
    if (!next) break;
    seen.push(next.waitMs);
  }
  expect(seen).toEqual(["a", 1000, "a", 3000, "a", 0, "b", 1000, "b", 3000, "b"]);
});

test("a refused key is not asked twice, the next model is", () => {
  const { attempts } = attemptsOf("a", "b");
  const next = attempts.after(failure("provider_key_denied", 401));
  expect(next).toMatchObject({
    isFallback: true,
    waitMs: 0,
    news: { reason: null, model: "b", connectionName: "At b", isFallback: true },
  });
  expect(attempts.after(failure("provider_key_denied", 401))).toBeNull();
});

test("what the page is told: the reason and how many there are, then that it is asked again", () => {
  const { attempts } = attemptsOf("a");
  const next = attempts.after(failure("provider_rate_limit", 429));
  expect(next?.news).toMatchObject({ reason: "limited", attempt: 2, of: 3, waitMs: 1000 });
  expect(next?.newsAfter).toMatchObject({ reason: null, attempt: 2, of: 3, waitMs: 0 });
});

test("a correction is counted apart from retries, once per model and step", () => {
  const { attempts } = attemptsOf("a", "b");
  attempts.corrected();
  expect(attempts.mayCorrect()).toBe(false);
  expect(attempts.after(failure("provider_rate_limit", 429))).not.toBeNull();
  expect(attempts.after(failure("provider_rate_limit", 429))).not.toBeNull();
  expect(attempts.after(failure("provider_rate_limit", 429))).toMatchObject({ isFallback: true });
  expect(attempts.mayCorrect()).toBe(true);
});

test("a new step begins its count anew, and stays with the model that answered", () => {
  const { attempts } = attemptsOf("a", "b");
  attempts.after(failure("provider_key_denied", 401));
  attempts.after(failure("provider_rate_limit", 429));
  attempts.nextStep();
  expect(attempts.target().model).toBe("b");
  expect(attempts.after(failure("provider_rate_limit", 429))).toMatchObject({ waitMs: 1000 });
});

test("all requests of one answer have an end", () => {
  const { attempts } = attemptsOf("a");
  let count = 0;
  while (attempts.after(failure("provider_rate_limit", 429))) {
    attempts.nextStep();
    count += 1;
  }
  expect(count).toBeLessThan(200);
});

test("a wait ends with its time, or at once with the signal", async () => {
  expect(await wait(5, new AbortController().signal)).toBe(true);
  expect(await wait(0, new AbortController().signal)).toBe(true);
  const controller = new AbortController();
  const startedAt = performance.now();
  const waiting = wait(60_000, controller.signal);
  controller.abort();
  expect(await waiting).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(5000);
  expect(await wait(60_000, controller.signal)).toBe(false);
});
