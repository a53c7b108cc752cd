// The load of the server measurements, in a process of its own. A job comes over ipc, its figures go back the same way.
import { Agent, request } from "node:http";
import { nowUs } from "./pace.mjs";

// Of one job each: a server closes what was idle for a few seconds, which would meet the next job's first request.
let agent = new Agent();

/**
 * @typedef {object} Job
 * @property {"direct" | "product"} way
 * @property {string} url @property {string} model @property {number} tokens
 * @property {number} streams at the same time @property {number} rounds answers per stream, one after the other
 * @property {number} staggerMs between the beginnings of two streams
 * @property {string[]} conversations one per stream
 */

/** @param {string} url @param {object} body @param {(piece: string) => void} onData @returns {Promise<number>} the status */
function post(url, body, onData) {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const call = request(
      url,
      {
        method: "POST",
        agent,
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(text),
          authorization: "Bearer bench-key",
        },
      },
      (response) => {
        response.setEncoding("utf8");
        response.on("data", onData);
        response.on("end", () => resolve(response.statusCode ?? 0));
        response.on("error", reject);
      },
    );
    call.setNoDelay(true);
    call.on("error", reject);
    call.end(text);
  });
}

/** Where a token stands on either wire; upstream's details repeat the reasoning, and are not counted. */
const tokenOf = {
  direct: /"(?:reasoning|content)":"~([0-9a-z]+)\.([0-9a-z]+);"/g,
  product: /~([0-9a-z]+)\.([0-9a-z]+);/g,
};

/** @param {Job} job @param {number} stream */
async function answer(job, stream) {
  /** @type {number[]} */
  const latencies = [];
  let firstMs = Number.NaN;
  let expected = 0;
  let disorder = 0;
  let carry = "";
  const begun = nowUs();
  const onData = (/** @type {string} */ piece) => {
    const now = nowUs();
    const text = carry + piece;
    const whole = text.lastIndexOf("\n") + 1;
    carry = text.slice(whole);
    for (const [, sequence, sentAt] of text.slice(0, whole).matchAll(tokenOf[job.way])) {
      if (expected === 0) firstMs = (now - begun) / 1000;
      if (Number.parseInt(sequence ?? "", 36) !== expected) disorder += 1;
      expected += 1;
      latencies.push((now - Number.parseInt(sentAt ?? "", 36)) / 1000);
    }
  };
  const status =
    job.way === "direct"
      ? await post(
          `${job.url}/v1/chat/completions`,
          { model: job.model, stream: true, messages: [{ role: "user", content: "Go on" }] },
          onData,
        )
      : await post(
          `${job.url}/api/conversations/${job.conversations[stream]}/messages`,
          { message: { id: crypto.randomUUID(), text: "Go on" }, model: job.model },
          onData,
        );
  // The first token's latency belongs to the time to first token.
  return { status, firstMs, latencies: latencies.slice(1), got: expected, disorder };
}

/** @param {Job} job */
async function run(job) {
  agent = new Agent({ keepAlive: true, maxSockets: 1024, maxFreeSockets: 1024 });
  const begun = nowUs();
  const answers = (
    await Promise.all(
      Array.from({ length: job.streams }, async (_, stream) => {
        await new Promise((wake) => setTimeout(wake, stream * job.staggerMs));
        const results = [];
        for (let round = 0; round < job.rounds; round++) results.push(await answer(job, stream));
        return results;
      }),
    )
  ).flat();
  agent.destroy();
  return {
    seconds: (nowUs() - begun) / 1e6,
    firsts: answers.map((one) => one.firstMs),
    latencies: answers.flatMap((one) => one.latencies),
    got: answers.reduce((sum, one) => sum + one.got, 0),
    wanted: job.streams * job.rounds * job.tokens,
    disorder: answers.reduce((sum, one) => sum + one.disorder, 0),
    refused: answers.filter((one) => one.status !== 200).length,
  };
}

process.on("message", (/** @type {Job} */ job) => {
  run(job).then(
    (result) => process.send?.(result),
    (error) => process.send?.({ failed: String(error) }),
  );
});
process.once("disconnect", () => process.exit(0));
