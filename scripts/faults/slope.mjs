/**
 * The line through the samples by least squares, in megabytes a minute; 0 when there are too few to tell.
 * @param {{ atMs: number, mb: number }[]} samples
 */
export function slopePerMinute(samples) {
  if (samples.length < 3) return 0;
  const mean = (/** @type {number[]} */ values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanX = mean(samples.map(({ atMs }) => atMs));
  const meanY = mean(samples.map(({ mb }) => mb));
  const cross = samples.reduce((sum, { atMs, mb }) => sum + (atMs - meanX) * (mb - meanY), 0);
  const square = samples.reduce((sum, { atMs }) => sum + (atMs - meanX) ** 2, 0);
  return square === 0 ? 0 : (cross / square) * 60_000;
}
