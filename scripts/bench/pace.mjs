/** Microseconds on the system's monotonic clock, which is the same one in every process of the machine. */
export const nowUs = () => Number(process.hrtime.bigint() / 1000n);

/** Work by the millisecond it is due in: one timer serves hundreds of streams, and none drifts. @type {Map<number, (() => void)[]>} */
const due = new Map();
let clock = 0;
let waiting = 0;
/** @type {NodeJS.Timeout | undefined} */
let timer;

function tick() {
  const now = Math.floor(nowUs() / 1000);
  while (clock <= now) {
    const work = due.get(clock);
    // Work may put more into the slot it stands in: on to the next one only when this one is empty.
    if (!work) {
      clock += 1;
      continue;
    }
    due.delete(clock);
    waiting -= work.length;
    for (const go of work) go();
  }
  timer = waiting > 0 ? setTimeout(tick, 1) : undefined;
}

/** @param {number} atMs @param {() => void} work */
function at(atMs, work) {
  if (timer === undefined) {
    clock = Math.floor(nowUs() / 1000);
    timer = setTimeout(tick, 1);
  }
  const slot = Math.max(clock, Math.floor(atMs));
  const list = due.get(slot);
  if (list) list.push(work);
  else due.set(slot, [work]);
  waiting += 1;
}

/**
 * Calls `work` with 0 at once, then with the next numbers each `everyMs`, `count` times in all.
 * @param {number} everyMs @param {number} count @param {(index: number) => void} work
 * @returns {() => void} ends it
 */
export function atEach(everyMs, count, work) {
  const begun = nowUs() / 1000;
  let stopped = false;
  const next = (/** @type {number} */ index) => {
    if (stopped) return;
    work(index);
    if (index + 1 < count) at(begun + (index + 1) * everyMs, () => next(index + 1));
  };
  next(0);
  return () => {
    stopped = true;
  };
}
