import { AppError } from "@/lib/errors/app-error";
import { route } from "@/lib/http/route";

/** Addresses that do not exist answer in the form of all errors, and only after the same checks. */
const unknown = route({}, async () => {
  throw new AppError("not_found", { detail: "no such address" });
});

export { unknown as DELETE, unknown as GET, unknown as PATCH, unknown as POST, unknown as PUT };
