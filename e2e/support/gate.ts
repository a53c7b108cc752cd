import { randomUUID } from "node:crypto";
import { fakeAddress } from "./fake-address";

/**
 * A paced answer that waits for the test: `[[scenario:paced n=100 rate=200 hold=20 ${gate.param}]]` stops after 20 words until
 * `gate.open()`. However slow a machine is, the answer runs for as long as the test has something to see in it.
 */
export function newGate(): { param: string; open: () => Promise<void> } {
  const name = randomUUID().slice(-12);
  return {
    param: `gate=${name}`,
    open: async () => {
      const response = await fetch(`http://${fakeAddress}/__control/open`, { method: "POST", body: name });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    },
  };
}
