import { tagBody } from "@/lib/contract/tags";
import { Created, route } from "@/lib/http/route";
import { createTag } from "@/lib/services/create-tag";
import { listTags } from "@/lib/services/list-tags";

export const GET = route({}, ({ user }) => listTags({ userId: user.id }));

export const POST = route(
  { body: tagBody },
  async ({ user, body }) => new Created(await createTag({ userId: user.id, ...body })),
);
