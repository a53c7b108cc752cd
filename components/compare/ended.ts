import type { ConversationState } from "@/components/conversation/conversation-state";
import type { MessageView } from "@/lib/conversation/message";
import type { Lane } from "./lane";

type Messages = readonly MessageView[];
const nothing: Messages = [];

/** The messages of the lanes that are over, for their figures: nothing of one that runs, or in which nothing came. It changes with an end, not with words. */
export class Ended {
  private state: readonly Messages[];

  constructor(private readonly lanes: readonly Lane[]) {
    this.state = this.look();
  }

  read = (): readonly Messages[] => this.state;

  subscribe = (listener: () => void): (() => void) => {
    const onChange = () => {
      const now = this.look();
      if (now.every((messages, index) => messages === this.state[index])) return;
      this.state = now;
      listener();
    };
    const leave = this.lanes.map(({ store }) => store.subscribe(onChange));
    onChange();
    return () => {
      for (const each of leave) each();
    };
  };

  private look = (): Messages[] => this.lanes.map(({ store }) => endedOf(store.read()));
}

const endedOf = ({ messages, activity }: ConversationState): Messages =>
  activity === "idle" && messages.some(({ completion }) => completion) ? messages : nothing;
