/**
 * What the fake charges, in request units. Cosmos DB's documentation gives a point read of 1 kB as
 * 1 and of 100 kB as 10, a write of 1 kB as about 5 without and 7 with a few indexed properties, of
 * 100 kB about 50, and a replacement as dearer than a creation (10.8 for 1 kB was seen). Between
 * these it is taken to be linear; where sources differ, the dearer one counts.
 */
const readPerKb = 9 / 99;
const writePerKb = 1;

function furtherKb(bytes: number): number {
  return Math.max(0, bytes / 1024 - 1);
}

/** Prices by what is done to a document of so many bytes. */
export const price = {
  read: (bytes: number) => 1 + furtherKb(bytes) * readPerKb,
  /** Not modified, not found, refused before anything was done. */
  nothing: 1,
  create: (bytes: number) => 7 + furtherKb(bytes) * writePerKb,
  replace: (bytes: number) => 10.8 + furtherKb(bytes) * writePerKb,
  remove: (bytes: number) => 7 + furtherKb(bytes) * writePerKb,
  /** A query that finds documents of so many bytes together by its index, a page of the feed likewise. */
  page: (documents: number, bytes: number) => 2.3 + documents * 0.05 + (bytes / 1024) * readPerKb,
};
