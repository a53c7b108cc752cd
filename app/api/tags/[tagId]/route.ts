import { tagBody, tagParams } from "@/lib/contract/tags";
import { route } from "@/lib/http/route";
import { deleteTag } from "@/lib/services/delete-tag";
import { renameTag } from "@/lib/services/rename-tag";

export const PATCH = route({ params: tagParams, body: tagBody }, ({ user, params, body }) =>
  renameTag({ userId: user.id, ...params, ...body }),
);

export const DELETE = route({ params: tagParams }, ({ user, params }) => deleteTag({ userId: user.id, ...params }));
