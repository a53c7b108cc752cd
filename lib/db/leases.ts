import "server-only";
import { z } from "zod";
import { env } from "@/lib/config/env";
import { instanceId } from "@/lib/config/instance";
import { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";

/**
 * How long a process owns a running completion after its last sign of life. It gives one every 5 s, and the others look every 5 s: a
 * dead one is noticed after 17 s at the latest. By the database's clock alone.
 */
export const leaseSeconds = 12;

/** Only where other processes could take over; alone, a process keeps what it runs until the next one starts. */
const leaseEnd = () =>
  env().REDIS_URL === undefined ? Prisma.sql`null` : Prisma.sql`now() + make_interval(secs => ${leaseSeconds})`;

/** Values for the columns lease_owner and lease_until of a completion that begins here. */
export const ownLease = () => Prisma.sql`${instanceId()}, ${leaseEnd()}`;

/** Whether the completion in this statement is still this process's to write; one that was taken over is not. */
export const isMine = () => Prisma.sql`(status = 'running' and lease_owner = ${instanceId()})`;

const renewedSchema = z.array(z.object({ id: z.string(), isStopRequested: z.boolean() }));

/** One statement for everything that runs here. @returns what is still ours; the rest was taken over or deleted */
export async function renewLeases(completionIds: readonly string[]): Promise<z.infer<typeof renewedSchema>> {
  const rows = await prisma().$queryRaw`
    update completion set lease_until = ${leaseEnd()}
    where id = any(${completionIds}::uuid[]) and ${isMine()}
    returning id::text, stop_requested_at is not null as "isStopRequested"`;
  return renewedSchema.parse(rows);
}

const takenSchema = z.array(z.object({ id: z.string() }));
const takeAtOnce = 20;

/**
 * Makes completions that nobody runs any more ours, at most 20: of two processes that look at the same moment each gets others. A process
 * that works alone takes all, whoever had begun them.
 */
export async function takeOverCompletions(): Promise<string[]> {
  const abandoned =
    env().REDIS_URL === undefined
      ? Prisma.sql`(lease_owner is distinct from ${instanceId()} or lease_until is not null)`
      : Prisma.sql`(lease_until is null or lease_until < now())`;
  const rows = await prisma().$queryRaw`
    update completion set (lease_owner, lease_until) = (select ${instanceId()}, now() + make_interval(secs => ${leaseSeconds}))
    where id in (
      select id from completion where status = 'running' and ${abandoned} limit ${takeAtOnce} for update skip locked)
    returning id::text`;
  return takenSchema.parse(rows).map(({ id }) => id);
}

/** For a completion that runs in another process, which learns of it with its next sign of life. @returns whether one runs */
export async function requestStop(input: { userId: string; completionId: string }): Promise<boolean> {
  const { count } = await prisma().completion.updateMany({
    where: { id: input.completionId, ownerId: input.userId, status: "running" },
    data: { stopRequestedAt: new Date() },
  });
  return count > 0;
}
