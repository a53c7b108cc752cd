import type { CallEvent } from "./events";
import { isObject, textOf, toJson } from "./json";

export type ToolCallEvent = Extract<CallEvent, { type: "tool-call" }>;

interface Slot {
  index: number;
  id: string;
  name: string;
  /** arguments that came before the name */
  held: string[];
}

export interface ToolCalls {
  /** @param isWhole a complete message: each element is a call of its own, whatever its index or id */
  push(fragments: unknown, isWhole: boolean): ToolCallEvent[];
  end(): ToolCallEvent[];
}

/**
 * Fragments of tool calls, sorted into slots. Servers leave out the index, number all calls 0, repeat ids or names, send arguments
 * before the name or as an object. `index` of the events is the slot's own number from 0, not the wire's.
 */
export function createToolCalls(): ToolCalls {
  const slots: Slot[] = [];
  const byWireIndex = new Map<number, Slot>();
  const byId = new Map<string, Slot>();

  function open(wireIndex: number | null): Slot {
    const slot: Slot = { index: slots.length, id: "", name: "", held: [] };
    slots.push(slot);
    if (wireIndex !== null) byWireIndex.set(wireIndex, slot);
    return slot;
  }

  function slotOf(wireIndex: number | null, id: string, name: string): Slot {
    const known = wireIndex === null ? (id === "" ? slots.at(-1) : byId.get(id)) : byWireIndex.get(wireIndex);
    if (!known) return open(wireIndex);
    // A new id under a used number is a new call; so is a second name where there are no ids to go by.
    const isOther = id !== "" && known.id !== "" && id !== known.id;
    const isSecondName = name !== "" && known.name !== "" && (name !== known.name || (wireIndex === null && id === ""));
    if (isOther || (isSecondName && (id === "" || wireIndex === null))) return open(wireIndex);
    return known;
  }

  function put(slot: Slot, id: string, name: string, args: string): ToolCallEvent[] {
    const isNewId = slot.id === "" && id !== "";
    if (isNewId) {
      slot.id = id;
      byId.set(id, slot);
    }
    if (slot.name === "") {
      if (args !== "") slot.held.push(args);
      if (name === "") return [];
      slot.name = name;
      return [start(slot)];
    }
    if (args === "" && !isNewId) return [];
    const event: ToolCallEvent = { type: "tool-call", index: slot.index };
    if (isNewId) event.id = id;
    if (args !== "") event.arguments = args;
    return [event];
  }

  function start(slot: Slot): ToolCallEvent {
    const event: ToolCallEvent = { type: "tool-call", index: slot.index };
    if (slot.id !== "") event.id = slot.id;
    if (slot.name !== "") event.name = slot.name;
    const args = slot.held.join("");
    if (args !== "") event.arguments = args;
    slot.held = [];
    return event;
  }

  return {
    push(fragments, isWhole) {
      if (!Array.isArray(fragments)) return [];
      const events: ToolCallEvent[] = [];
      for (const fragment of fragments) {
        if (!isObject(fragment)) continue;
        const call = isObject(fragment.function) ? fragment.function : fragment;
        const id = textOf(fragment.id);
        const name = textOf(call.name);
        const wireIndex = typeof fragment.index === "number" ? fragment.index : null;
        const args =
          isObject(call.arguments) || Array.isArray(call.arguments) ? toJson(call.arguments) : textOf(call.arguments);
        const slot = isWhole ? open(wireIndex) : slotOf(wireIndex, id, name);
        events.push(...put(slot, id, name, args));
      }
      return events;
    },
    end() {
      const nameless = slots.filter((slot) => slot.name === "" && (slot.id !== "" || slot.held.length > 0));
      return nameless.map(start);
    },
  };
}
