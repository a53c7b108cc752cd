import { readinessProblem } from "@/lib/services/boot";

export const dynamic = "force-dynamic";

export async function GET(request: Request) {
  const isRedisWanted = new URL(request.url).searchParams.get("redis") !== "optional";
  const reason = await readinessProblem({ isRedisWanted });
  return reason === null
    ? Response.json({ status: "ready" }, { headers: { "cache-control": "no-store" } })
    : Response.json(
        { status: "not ready", reason },
        { status: 503, headers: { "cache-control": "no-store", "retry-after": "2" } },
      );
}
