import "server-only";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { prismaClient } from "./client";

/** better-auth on our own tables. */
export const authDatabase = () => prismaAdapter(prismaClient(), { provider: "postgresql" });
