import { deleteEverythingBody } from "@/lib/contract/account";
import { route } from "@/lib/http/route";
import { deleteEverything } from "@/lib/services/delete-everything";

export const DELETE = route({ body: deleteEverythingBody }, ({ user }) => deleteEverything({ userId: user.id }));
