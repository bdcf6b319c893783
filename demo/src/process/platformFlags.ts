/** How Node runs the platform under `npm start` and in the benchmark. */

/**
 * On a machine with much memory V8 lets the room for young objects grow to 130 MB while a store is
 * loaded, and gives none of it back. With a quarter of that it works as fast.
 */
export const platformFlags: readonly string[] = ['--max-semi-space-size=32'];
