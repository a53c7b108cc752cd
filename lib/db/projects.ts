import "server-only";
import type { ProjectView } from "@/lib/contract/projects";
import { type Settings, settingsSchema } from "@/lib/contract/settings";
import { AppError } from "@/lib/errors/app-error";
import { prisma } from "./client";
import { newId } from "./ids";
import { toJson } from "./json";

export interface OwnedProject {
  userId: string;
  projectId: string;
}

const select = { id: true, name: true, instructions: true, settings: true } as const;
const notFound = (projectId: string) => new AppError("not_found", { detail: `project ${projectId}` });

/** By name. */
export async function listProjects(userId: string): Promise<ProjectView[]> {
  const rows = await prisma().project.findMany({
    where: { ownerId: userId },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select,
  });
  return rows.map((row) => ({ ...row, settings: settingsSchema.parse(row.settings) }));
}

/** @throws AppError not_found, also when the project is someone else's. */
export async function requireProject({ userId, projectId }: OwnedProject): Promise<void> {
  const row = await prisma().project.findFirst({ where: { id: projectId, ownerId: userId }, select: { id: true } });
  if (!row) throw notFound(projectId);
}

export async function insertProject(
  userId: string,
  { settings, ...data }: { name: string; instructions: string; settings: Settings },
): Promise<string> {
  const id = newId();
  await prisma().project.create({ data: { id, ownerId: userId, ...data, settings: toJson(settings) } });
  return id;
}

/** @throws AppError not_found */
export async function updateProject(
  { userId, projectId }: OwnedProject,
  { settings, ...data }: { name?: string; instructions?: string; settings?: Settings },
): Promise<void> {
  const { count } = await prisma().project.updateMany({
    where: { id: projectId, ownerId: userId },
    data: { ...data, ...(settings === undefined ? {} : { settings: toJson(settings) }) },
  });
  if (count === 0) throw notFound(projectId);
}

/** Its conversations stay, in no project. @throws AppError not_found */
export async function deleteProject({ userId, projectId }: OwnedProject): Promise<void> {
  const { count } = await prisma().project.deleteMany({ where: { id: projectId, ownerId: userId } });
  if (count === 0) throw notFound(projectId);
}
