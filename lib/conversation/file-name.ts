const maxTitle = 80;

/** Marks that some file system takes for something else. */
const reserved = /[<>:"/\\|?*\p{C}]+/gu;

/** A name every system takes: day and title, as `2026-03-01 On tides.md`. */
export function fileNameOf(input: { title: string; createdAt: string; extension: string }): string {
  const clean = input.title.toWellFormed().replace(reserved, " ").replace(/\s+/g, " ").trim();
  const title = Array.from(clean)
    .slice(0, maxTitle)
    .join("")
    .replace(/[. ]+$/, "");
  return `${input.createdAt.slice(0, 10)} ${title === "" ? "Conversation" : title}.${input.extension}`;
}
