/**
 * How often something that ends by itself is started again: a crash is mended, a crash loop is not hidden.
 * @param {{ times?: number, withinMs?: number, now?: () => number }} [options]
 * @returns {() => boolean} whether one more start is fine
 */
export function restartBudget({ times = 3, withinMs = 60_000, now = Date.now } = {}) {
  /** @type {number[]} */
  let recent = [];
  return () => {
    recent = recent.filter((at) => now() - at < withinMs);
    if (recent.length >= times) return false;
    recent.push(now());
    return true;
  };
}
