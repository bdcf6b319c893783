/** The few figures that rows are made of. */

export type Percentiles = { readonly p50: number; readonly p95: number; readonly p99: number };

/** The middle one; of an even number the mean of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}

/** The smallest value that so many of a hundred do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}

export function percentilesOf(values: readonly number[]): Percentiles {
  const at = (percent: number) => percentile(values, percent);
  return { p50: at(50), p95: at(95), p99: at(99) };
}
