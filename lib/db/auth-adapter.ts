import "server-only";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { prisma } from "./client";

/** better-auth on our own tables. */
export const authDatabase = () => prismaAdapter(prisma(), { provider: "postgresql" });
