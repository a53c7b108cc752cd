/** The same numbers from 0 to 1 in every run (mulberry32). @param {number} seed */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const syllables = [
  "ba",
  "cor",
  "den",
  "fi",
  "gal",
  "hu",
  "jin",
  "ka",
  "lor",
  "mes",
  "nu",
  "pol",
  "qui",
  "ras",
  "ti",
  "vex",
];
const vocabularySize = 20_000;

/** Made-up words; the first ones stand everywhere, the last ones hardly ever, as in any language (Zipf). */
const vocabulary = Array.from({ length: vocabularySize }, (_, rank) => {
  let word = "";
  for (let rest = rank + 16; rest > 0; rest = Math.floor(rest / 16)) word += syllables[rest % 16];
  return word;
});

/** The most frequent word of all texts. */
export const frequentWord = String(vocabulary[0]);

/** @param {() => number} random @param {number} count */
export function sentence(random, count) {
  const words = [];
  for (let index = 0; index < count; index += 1)
    words.push(vocabulary[Math.floor(vocabularySize ** random()) - 1] ?? frequentWord);
  return words.join(" ");
}
