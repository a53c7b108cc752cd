/**
 * At most `longest` characters and, where something was cut, "…". Cut at the last blank after `earliest` characters;
 * where there is none, anywhere between two characters, never inside one.
 */
export function cutAtWord(text: string, longest: number, earliest: number): string {
  const characters = [...text];
  if (characters.length <= longest) return text;
  const blank = characters.lastIndexOf(" ", longest);
  const kept = characters.slice(0, blank > earliest ? blank : longest).join("");
  return `${kept.replace(/[\s,;:]+$/, "")}…`;
}
