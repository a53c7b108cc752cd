import "server-only";
import { revokeShare as revoke } from "@/lib/db/shares";

/** Readers are refused from the next request on. @throws AppError not_found */
export async function revokeShare({ userId, token }: { userId: string; token: string }): Promise<void> {
  await revoke(userId, token);
}
