// What follows an answer and draws it, in one piece: fetched when the first key is pressed, or when an answer runs already.
export { toAnswerView } from "./answer-view";
export { followToEnd } from "./follow-to-end";
export { withFrame, withLine, withNewTurn, withStored } from "./live-changes";
