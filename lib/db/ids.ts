import "server-only";
import { v7 } from "uuid";

/** A time-ordered id (uuid v7) made by the product. Ids from browsers are any uuid: never sort by those. */
export const newId = (): string => v7();
