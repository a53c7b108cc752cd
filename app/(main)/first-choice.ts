import { type Choice, choose } from "@/components/composer/choice";
import type { ModelList } from "@/lib/contract/models";
import { settingsSchema } from "@/lib/contract/settings";
import type { ConversationView } from "@/lib/conversation/message";

/** A new conversation begins with the model picked last in this browser, else with the installation's default. */
export function firstChoice({ models, defaultModel }: ModelList, remembered: string | undefined): Choice {
  const picked = models.find((model) => remembered === `${model.connectionId} ${model.id}`);
  const usual = models.find(
    (model) => model.connectionId === defaultModel?.connectionId && model.id === defaultModel.id,
  );
  const model = picked ?? usual ?? models[0];
  return model
    ? choose(model, {})
    : { connectionId: undefined, model: undefined, modelName: "none", reasoning: null, settings: {} };
}

/** An opened conversation goes on with its own model, also when the list no longer has it. */
export function choiceOf({ connectionId, model, ...view }: ConversationView, list: ModelList): Choice {
  const settings = settingsSchema.parse(view.settings);
  const known = list.models.find(
    (each) => each.id === model && (connectionId === null || each.connectionId === connectionId),
  );
  if (known) return choose(known, settings);
  if (!model) return { ...firstChoice(list, undefined), settings };
  return { connectionId: connectionId ?? undefined, model, modelName: model, reasoning: null, settings };
}
