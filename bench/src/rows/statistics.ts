/** Statistics for the rows. */

export type Percentiles = { readonly p50: number; readonly p95: number; readonly p99: number };

/** The middle value; for an even count the mean of the two middle values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}

/** The smallest value that `percent` percent of the values do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}

export function calculatePercentiles(values: readonly number[]): Percentiles {
  const at = (percent: number) => percentile(values, percent);
  return { p50: at(50), p95: at(95), p99: at(99) };
}
