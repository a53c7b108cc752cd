import { createProjectBody } from "@/lib/contract/projects";
import { Created, route } from "@/lib/http/route";
import { createProject } from "@/lib/services/create-project";
import { listProjects } from "@/lib/services/list-projects";

export const GET = route({}, ({ user }) => listProjects({ userId: user.id }));

export const POST = route(
  { body: createProjectBody },
  async ({ user, body }) => new Created(await createProject({ userId: user.id, ...body })),
);
