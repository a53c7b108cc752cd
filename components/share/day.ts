const months = "January February March April May June July August September October November December".split(" ");

/** In UTC: it stands in what is made once for all readers. */
export const dayOf = (date: Date): string =>
  `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
