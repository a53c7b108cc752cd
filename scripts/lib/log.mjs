const isTerminal = Boolean(process.stdout.isTTY) && !process.env.CI;

// npm may die before the launcher: a closed pipe must not keep it from stopping what it started.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** @param {string} line */
export function complain(line) {
  process.stderr.write(`${line}\n`);
}

/** @param {number} ms */
export function seconds(ms) {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/**
 * Runs one step and says so when it takes noticeable time: on a terminal one line that counts the seconds, elsewhere a
 * line at the beginning and one at the end. Steps quicker than `quietMs` say nothing.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @param {{ quietMs?: number }} [options]
 * @returns {Promise<T>}
 */
export async function step(title, work, { quietMs = 700 } = {}) {
  const begun = Date.now();
  let announced = false;
  const draw = () => {
    if (isTerminal) process.stdout.write(`\r\x1b[2K${title} … ${seconds(Date.now() - begun)}`);
    else if (!announced) say(`${title} …`);
    announced = true;
  };
  let ticking = /** @type {NodeJS.Timeout | undefined} */ (undefined);
  const delay = setTimeout(() => {
    draw();
    if (isTerminal) ticking = setInterval(draw, 500);
  }, quietMs);
  const end = (/** @type {string} */ outcome) => {
    clearTimeout(delay);
    clearInterval(ticking);
    if (!announced) return;
    say(`${isTerminal ? "\r\x1b[2K" : ""}${title}: ${outcome} after ${seconds(Date.now() - begun)}`);
  };
  try {
    const result = await work();
    end("done");
    return result;
  } catch (error) {
    end("failed");
    throw error;
  }
}
