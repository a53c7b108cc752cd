const paragraph =
  "The tide does not rise because the moon lifts the water; it rises because the pull on the near side, on the middle and on the far side differ. " +
  "What is left when the **middle** is taken away is a gentle stretch along one line, and water, being *free to move*, follows it. ";
const list =
  "- first, the pull falls with the square of the distance\n- second, its difference falls with the cube\n  - which is why `sun` and `moon` compare as they do\n- third, the coast decides the rest\n\n";
const code =
  "```ts\nexport function tide(distance: number, mass: number): number {\n  // the difference of two pulls, not one pull\n  const near = mass / (distance - 1) ** 2;\n  const middle = mass / distance ** 2;\n  return near - middle;\n}\n\nfor (const body of bodies) console.log(body.name, tide(body.distance, body.mass).toFixed(3));\n```\n\n";
const table =
  "| body | mass | distance | share |\n| --- | ---: | ---: | ---: |\n| moon | 1 | 60 | 0.68 |\n| sun | 27 000 000 | 23 480 | 0.31 |\n| venus | 66 | 6 500 | 0.00005 |\n\n";

/** A long answer as people get them, in pieces about as long as tokens. @param {number} count @returns {string[]} */
export function words(count) {
  /** @type {string[]} */
  const pieces = ["# How tides work\n\n"];
  for (let section = 1; pieces.length < count; section++) {
    const text = `## Part ${section}\n\n${paragraph.repeat(3)}\n\n${list}${paragraph.repeat(2)}\n\n${code}${table}`;
    pieces.push(...(text.match(/\s*\S{1,6}|\s+$/g) ?? []));
  }
  const whole = pieces.slice(0, count - 1);
  // Never ends inside a block, so that the last word stands as it is.
  return [...whole, "\n\nThe-very-end"];
}
