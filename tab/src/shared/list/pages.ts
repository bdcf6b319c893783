/** Calculations for lists that the server returns in pages. */

/** The number of rows in one request. */
export const pageSize = 50;

/** The numbers of the pages that cover rows `first` to `last`; always at least page 0. */
export function pagesCovering(first: number, last: number): number[] {
  const from = Math.max(0, Math.floor(first / pageSize));
  const to = Math.max(from, Math.floor(last / pageSize));
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
