import "server-only";
import type { ProjectView } from "@/lib/contract/projects";
import { type Settings, settingsSchema } from "@/lib/contract/settings";
import { AppError } from "@/lib/errors/app-error";
import { Prisma } from "@/prisma/generated/client";
import { prisma, prismaClient } from "./client";
import { newId } from "./ids";
import { toJson } from "./json";

export interface OwnedProject {
  userId: string;
  projectId: string;
}

type ProjectInput = Omit<ProjectView, "id">;

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

export async function insertProject(userId: string, { settings, ...data }: ProjectInput): Promise<string> {
  const id = newId();
  await prisma().project.create({ data: { id, ownerId: userId, ...data, settings: toJson(settings) } });
  return id;
}

/** Of a conversation that is being written: the caller's own one, else none. */
export const ownProject = (userId: string, projectId: string): Prisma.Sql =>
  Prisma.sql`(select p.id from project p where p.id = ${projectId}::uuid and p.owner_id = ${userId})`;

/** The project of this name, the oldest of several, or a new one. Made once, also when two imports need it at the same time. */
export async function ensureProject(
  tx: Prisma.TransactionClient,
  userId: string,
  { name, instructions, settings }: ProjectInput,
): Promise<Prisma.Sql> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`project:${userId}`}, 0))`;
  await tx.$executeRaw`
    insert into project (id, owner_id, name, instructions, settings)
    select ${newId()}::uuid, ${userId}, ${name}, ${instructions}, ${JSON.stringify(settings)}::jsonb
    where not exists (select from project p where p.owner_id = ${userId} and p.name = ${name})`;
  return Prisma.sql`(select p.id from project p where p.owner_id = ${userId} and p.name = ${name}
    order by p.created_at, p.id limit 1)`;
}

export async function ensureProjects(userId: string, projects: readonly ProjectInput[]): Promise<void> {
  await prismaClient().$transaction(
    async (tx) => {
      for (const project of projects) await ensureProject(tx, userId, project);
    },
    { timeout: 60_000 },
  );
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
