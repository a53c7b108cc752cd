/** Where some answers to one question stand side by side. */
export const comparePath = (conversationId: string, answerIds: readonly string[]): string =>
  `/c/${conversationId}/compare?answers=${answerIds.join(",")}`;
