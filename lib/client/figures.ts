/** How figures read: exact or absent. Units with a space, thousands with a comma, an unknown one in words. */
export const notReported = "not reported";

/** 2 → "<0.01 s", 80 → "0.08 s", 4230 → "4.2 s", 83_000 → "83 s", 200_000 → "3 min 20 s" */
export function seconds(ms: number): string {
  const s = ms / 1000;
  // rounding a real wait to nothing would be a false figure
  if (s < 0.005) return "<0.01 s";
  if (s < 1) return `${s.toFixed(2)} s`;
  if (s < 60) return `${s.toFixed(1)} s`;
  if (s < 120) return `${Math.round(s)} s`;
  return `${Math.floor(s / 60)} min ${Math.floor(s % 60)} s`;
}

/** 131072 → "131,072". Without Intl: its data would be loaded before the page listens. */
export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ",");
}

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** In the reader's zone: today → "09:05", this year → "14 Oct 09:05", else → "14 Oct 2025 09:05" */
export function moment(date: Date, now: Date): string {
  if (date.toDateString() === now.toDateString()) return clock(date);
  const year = date.getFullYear() === now.getFullYear() ? "" : ` ${date.getFullYear()}`;
  return `${date.getDate()} ${months[date.getMonth()]}${year} ${clock(date)}`;
}

/** 9:05 in the reader's zone → "09:05" */
export function clock(date: Date): string {
  const [hours, minutes] = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0"));
  return `${hours}:${minutes}`;
}

export function tokens(value: number | null | undefined): string {
  if (value === null || value === undefined) return notReported;
  return value === 1 ? "1 token" : `${count(value)} tokens`;
}

/** Dollars as the provider reported them, to the sixth decimal below a cent, and to the fourth above. */
export function cost(value: string | null): string {
  if (value === null) return notReported;
  const dollars = Number(value);
  if (!Number.isFinite(dollars)) return notReported;
  if (dollars === 0) return "$0";
  // rounding a real charge to nothing would be a false figure
  if (dollars < 0.000001) return `$${value}`;
  return `$${dollars.toFixed(dollars < 0.01 ? 6 : 4)}`;
}
