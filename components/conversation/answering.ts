// What follows an answer and draws it, in one piece: fetched with the first key press of a new conversation.
export { toAnswerView } from "./answer-view";
export { followToEnd } from "./follow-to-end";
export { withFrame, withLine, withNewTurn, withStored } from "./live-changes";
