import { startTemporaryPostgres } from "../../scripts/lib/postgres.mjs";
import { createTestDatabase } from "../../scripts/lib/test-database.mjs";
import { freePort } from "./free-port.ts";
import { startNginx } from "./nginx.ts";
import { type Product, startProduct } from "./product.ts";
import { startRedis } from "./redis-server.ts";

export interface Instances {
  products: Product[];
  redisUrl: string;
  /** of nginx in front of all */
  url: string;
  databaseUrl: string;
  remove: () => Promise<void>;
}

/** Two processes of the product on one PostgreSQL and one Redis, with nginx in front. */
export async function startInstances(env: Record<string, string>): Promise<Instances> {
  const undo: (() => Promise<unknown>)[] = [];
  const remove = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  };
  try {
    const server = process.env.TEST_DATABASE_URL ? null : await startTemporaryPostgres();
    if (server) undo.push(server.stop);
    const database = await createTestDatabase(server?.urlOf("postgres"));
    undo.push(database.drop);
    const redis = await startRedis(await freePort());
    undo.push(redis.remove);
    const shared = { APP_SECRET: "one secret for all of them, 32 characters", REDIS_URL: redis.url };
    const start = async () => {
      const product = await startProduct({ ...env, ...shared, DATABASE_URL: database.url });
      undo.push(product.remove);
      return product;
    };
    // The first one may build; then both could start at once, but two cores are better used one after the other.
    const products = [await start(), await start()];
    const nginx = await startNginx(
      await freePort(),
      products.map(({ url }) => url),
    );
    undo.push(nginx.remove);
    return { products, redisUrl: redis.url, url: nginx.url, databaseUrl: database.url, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
