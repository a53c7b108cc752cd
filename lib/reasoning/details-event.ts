import { toJson } from "./json";

/**
 * A details event that remembers the value it was made from, so that a live record need not parse its own text. It is plain JSON all the
 * same: stored and read again, or copied, it has its text alone.
 */
export class DetailsEvent {
  readonly type = "details";
  readonly json: string;
  readonly #value: unknown;

  /** @throws AppError provider_malformed for JSON nested too deeply */
  constructor(value: unknown) {
    this.json = toJson(value);
    this.#value = value;
  }

  /** undefined when the event does not remember one. */
  static valueOf(event: object): unknown {
    return #value in event ? event.#value : undefined;
  }
}
