/** As many answers to one question as stand side by side. */
export const mostLanes = 4;
