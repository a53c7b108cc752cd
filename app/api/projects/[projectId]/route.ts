import { projectParams, updateProjectBody } from "@/lib/contract/projects";
import { route } from "@/lib/http/route";
import { deleteProject } from "@/lib/services/delete-project";
import { updateProject } from "@/lib/services/update-project";

export const PATCH = route({ params: projectParams, body: updateProjectBody }, ({ user, params, body }) =>
  updateProject({ userId: user.id, ...params, ...body }),
);

export const DELETE = route({ params: projectParams }, ({ user, params }) =>
  deleteProject({ userId: user.id, ...params }),
);
