/** Messages of one page of a branch, unless asked for otherwise. Apart from the schemas: pages in the browser do without zod. */
export const pageMessages = 40;
