import { connectionParams, forgetQuery } from "@/lib/contract/connections";
import { route } from "@/lib/http/route";
import { forgetLearned } from "@/lib/services/save-connection";

export const DELETE = route({ params: connectionParams, query: forgetQuery }, ({ user, params, query }) =>
  forgetLearned({ userId: user.id, ...params, ...query }),
);
