import { type FakeProvider, startFakeProvider } from "./fake-provider.ts";
import { type Product, startProduct } from "./product.ts";
import { type ProductClient, productClient } from "./product-client.ts";

export interface OwnProduct {
  fake: FakeProvider;
  product: Product;
  client: ProductClient;
  /** of the fake, as OpenRouter */
  connectionId: string;
  /** stops both and removes the data */
  end: () => Promise<void>;
}

/** A product for one file of tests, which may stop it, kill it and fill it, and the provider that it asks. */
export async function startOwnProduct(env: Record<string, string> = {}): Promise<OwnProduct> {
  const fake = await startFakeProvider();
  let product: Product | undefined;
  const end = async () => {
    await product?.remove();
    await fake.close();
  };
  try {
    product = await startProduct({
      OPENROUTER_API_KEY: "sk-or-v1-test-0000",
      OPENROUTER_BASE_URL: `${fake.url}/v1`,
      ...env,
    });
    const client = productClient(product.url);
    return { fake, product, client, connectionId: await client.connectionId("OpenRouter"), end };
  } catch (error) {
    await end();
    throw error;
  }
}
