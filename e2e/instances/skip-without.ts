import { beforeEach, inject } from "vitest";

beforeEach(({ skip }) => {
  const { missing } = inject("instances");
  if (missing.length > 0) skip(`${missing.join(" and ")} not installed`);
});
