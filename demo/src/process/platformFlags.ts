/** The Node flags of the platform in `npm start` and in the benchmark. */

/**
 * On a machine with much memory, V8 enlarges the space for young objects to 130 MB while a store is loaded,
 * and never releases it. A quarter of this size is equally fast.
 */
export const platformFlags: readonly string[] = ['--max-semi-space-size=32'];
