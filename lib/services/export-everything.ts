import "server-only";
import { everythingFormat, everythingVersion } from "@/lib/contract/import";
import { fileNameOf } from "@/lib/conversation/file-name";
import { listExportable } from "@/lib/db/export";
import { listProjects } from "@/lib/db/projects";
import { listTags } from "@/lib/db/tags";
import { AppError } from "@/lib/errors/app-error";
import { zipOf } from "@/lib/export/zip";
import { exportJson, exportJsonLines, exportJsonText, exportMarkdown } from "./export-conversation";

interface Everything {
  userId: string;
  withReasoning: boolean;
  /** these ones instead of everything */
  ids?: readonly string[] | undefined;
}

/**
 * All conversations in one JSON document, each on a line of its own: a program may read it whole or line by line. One conversation is in
 * memory at a time, each as of one moment. Of everything also the projects and tags that no conversation has.
 */
export async function* exportEverythingJson({ userId, ids }: Everything): AsyncGenerator<Uint8Array> {
  const about = ids ? {} : await projectsAndTags(userId);
  const head = {
    ...{ format: everythingFormat, version: everythingVersion, exportedAt: new Date().toISOString() },
    ...about,
  };
  yield Buffer.from(`${JSON.stringify(head).slice(0, -1)},"conversations":[\n`);
  let isFirst = true;
  for await (const conversationId of listExportable(userId, ids)) {
    const file = await orNull(exportJson({ userId, conversationId }));
    if (!file) continue;
    if (!isFirst) yield Buffer.from(",\n");
    isFirst = false;
    for await (const text of exportJsonText(file)) yield Buffer.from(text);
  }
  yield Buffer.from("\n]}\n");
}

async function projectsAndTags(userId: string) {
  const [projects, tags] = await Promise.all([listProjects(userId), listTags(userId)]);
  return { projects: projects.map(({ id: _, ...project }) => project), tags: tags.map(({ name }) => name).sort() };
}

/** Every branch of every conversation, one a line. */
export async function* exportEverythingJsonLines({
  userId,
  withReasoning,
  ids,
}: Everything): AsyncGenerator<Uint8Array> {
  for await (const conversationId of listExportable(userId, ids)) {
    const file = await orNull(exportJsonLines({ userId, conversationId, withReasoning }));
    for (const line of file?.lines ?? []) yield Buffer.from(line);
  }
}

/** A ZIP archive with a Markdown file for the active branch of each conversation. */
export function exportEverythingMarkdown(everything: Everything): AsyncGenerator<Uint8Array> {
  return zipOf(markdownFiles(everything));
}

async function* markdownFiles({ userId, withReasoning, ids }: Everything) {
  /** how often a name was there before, in the spelling of systems that do not tell cases apart */
  const used = new Map<string, number>();
  for await (const conversationId of listExportable(userId, ids)) {
    const file = await orNull(exportMarkdown({ userId, conversationId, withReasoning }));
    if (!file) continue;
    const { text, createdAt } = file;
    const name = fileNameOf({ ...file, extension: "md" });
    const before = used.get(name.toLowerCase()) ?? 0;
    used.set(name.toLowerCase(), before + 1);
    // A number alone could be another title; the id cannot.
    const unique = before === 0 ? name : name.replace(/\.md$/, ` (${conversationId}).md`);
    yield { name: unique, text, at: new Date(createdAt) };
  }
}

/** What was deleted since it was listed is not in the file. */
async function orNull<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}
