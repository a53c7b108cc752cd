import "server-only";
import { prisma } from "./client";

export interface AppUser {
  id: string;
  name: string;
}

const soloOwnerId = "solo-owner";

/**
 * The owner of a solo installation: an ordinary user without credentials. Setting up accounts later gives this same row
 * an address and a password. Harmless when called twice at once.
 */
export async function ensureSoloOwner(): Promise<AppUser> {
  const select = { id: true, name: true };
  const found = await prisma().user.findUnique({ where: { id: soloOwnerId }, select });
  if (found) return found;
  return prisma().user.upsert({
    where: { id: soloOwnerId },
    create: { id: soloOwnerId, name: "Owner", email: "owner@localhost", role: "owner" },
    update: {},
    select,
  });
}
