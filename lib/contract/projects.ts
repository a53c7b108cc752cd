import { z } from "zod";
import { type Settings, settingsSchema } from "./settings";
import { isStorable, notStorable } from "./storable";

const uuid = z.uuid().transform((id) => id.toLowerCase());

export const projectParams = z.object({ projectId: uuid });

const name = z.string().trim().min(1).max(120).refine(isStorable, notStorable);
/** sent as they are, never trimmed; "" = none */
const instructions = z.string().max(50_000).refine(isStorable, notStorable);

export const createProjectBody = z.strictObject({
  name,
  instructions: instructions.default(""),
  settings: settingsSchema.default({}),
});
export const updateProjectBody = z.strictObject({ name, instructions, settings: settingsSchema }).partial();

export interface ProjectView {
  id: string;
  name: string;
  /** the system message of its conversations; "" = none */
  instructions: string;
  /** below those of the conversation */
  settings: Settings;
}
export interface ProjectList {
  projects: ProjectView[];
}
