/** Messages of one page of a branch, unless asked for otherwise. Apart from the schemas: pages in the browser do without zod. */
export const pageMessages = 40;

/** What the document of a longer branch comes with: some windows full. The others are there before anybody has scrolled to them. */
export const documentMessages = 16;
