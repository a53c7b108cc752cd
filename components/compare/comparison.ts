import { withEffort } from "@/components/composer/choice";
import { callApi, sentenceOf } from "@/lib/client/api";
import { writeDeviceLeaf } from "@/lib/client/device-leaf";
import { newId } from "@/lib/client/new-id";
import { pause } from "@/lib/client/pause";
import type { ComparisonView } from "@/lib/contract/comparison";
import type { Settings } from "@/lib/contract/settings";
import { Ended } from "./ended";
import { Lane } from "./lane";
import { type LaneChoice, writeLaneChoices } from "./lane-choice";
import { loadLanes } from "./load-lanes";
import { named } from "./named";
import { comparePath } from "./path";

/** What is compared: a new question at the end of a branch, or one that is there. */
export type Asked =
  | { text: string; parentId: string | null }
  /** `present`: the answer that stays as the first lane; null: the question has none */
  | { questionId: string; present: string | null };

export interface ComparisonStart {
  /** null: a new conversation */
  conversationId: string | null;
  asked: Asked;
  choices: readonly LaneChoice[];
  settings: Settings;
}

/** The server has a lane in a fraction of this. */
const orderMs = 300;

/** Lanes that were begun by this page and are shown by the next one. */
let begun: { path: string; lanes: Lane[] } | null = null;

/**
 * Asks all lanes at once, and the first before the others where it brings the question itself. Resolves with the address that shows them.
 * @throws ApiError what the server refused the first lane with: nothing is stored then
 */
export async function startComparison({ asked, choices, settings, ...at }: ComparisonStart): Promise<string> {
  const [first, ...others] = choices;
  if (!first) throw new TypeError("nothing to compare");
  writeLaneChoices(choices);
  const present = "questionId" in asked ? asked.present : null;
  const lead = {
    ...at,
    choice: first,
    settings,
    asked:
      "questionId" in asked
        ? { of: present ?? asked.questionId }
        : { id: newId(), text: asked.text, parentId: asked.parentId },
  };
  const lane = Lane.ask(lead);
  // browsers allow six connections per host, and the next page needs some to come: it follows what runs
  lane.run.detach();
  const conversationId = await named(lane);
  const lanes = [lane];
  for (const choice of others) {
    const next = Lane.ask({ choice, settings, conversationId, asked: { of: lane.id } });
    next.run.detach();
    lanes.push(next);
    // one after the other, so that versions are counted in the order of the lanes; one that is refused or held up keeps none waiting
    await Promise.race([named(next), pause(orderMs)]).catch(() => {});
  }
  const path = comparePath(conversationId, [...(present ? [present] : []), ...lanes.map(({ id }) => id)]);
  begun = { path, lanes };
  return path;
}

/** Answers to one question side by side, outside of React. */
export class Comparison {
  readonly id: string;
  readonly lanes: readonly Lane[];
  readonly ended: Ended;
  private isAway = false;
  private readonly settings: Settings;

  constructor(view: ComparisonView) {
    const { id, settings, lanes } = view;
    const path = comparePath(
      id,
      lanes.map(({ answerId }) => answerId),
    );
    const own = begun?.path === path ? begun.lanes : [];
    begun = null;
    this.id = id;
    this.settings = settings;
    this.lanes = lanes.map((lane) => own.find((each) => each.id === lane.answerId) ?? Lane.of(lane, settings, id));
    this.ended = new Ended(this.lanes);
  }

  get path(): string {
    return comparePath(
      this.id,
      this.lanes.map(({ id }) => id),
    );
  }

  attach(): void {
    this.isAway = false;
    for (const { run } of this.lanes) run.attach();
  }
  /** Browsers allow six connections per host: a page nobody sees gives its own back. */
  detach(): void {
    this.isAway = true;
    for (const { run } of this.lanes) run.detach();
  }
  stopAll = (): void => {
    for (const lane of this.lanes) lane.stop();
  };

  /** Another answer in one lane. A lane that was never stored is asked for beside another one. */
  again(lane: Lane): void {
    const stored = [lane, ...this.lanes].find(({ store }) =>
      store.read().messages.some(({ completion }) => completion),
    );
    if (stored) lane.again(stored.id);
  }

  /** After nobody has seen it: shows what is stored by now, and follows what runs. */
  refresh = async (): Promise<void> => {
    if (!this.isAway) return;
    this.isAway = false;
    try {
      const { lanes } = await loadLanes(
        this.id,
        this.lanes.map(({ id }) => id),
      );
      for (const [index, lane] of this.lanes.entries()) {
        const fresh = lanes[index];
        if (fresh?.answerId === lane.id) lane.refresh(fresh);
      }
    } catch {
      // nobody asked for this look; what is on the page stays
      this.attach();
    }
  };

  /** The conversation goes on from this lane, with its model and its effort. @returns what went wrong, in words */
  async pick(lane: Lane): Promise<string | null> {
    const leafId = lane.store.read().messages.at(-1)?.id;
    if (!leafId) return null;
    const { connectionId, model, effort } = lane.choice;
    try {
      await callApi("PUT", `/api/conversations/${this.id}/branch`, { leafId });
      const settings = withEffort(this.settings, effort);
      if (model) await callApi("PATCH", `/api/conversations/${this.id}`, { connectionId, model, settings });
      writeDeviceLeaf(this.id, leafId);
      return null;
    } catch (error) {
      return sentenceOf(error);
    }
  }
}
