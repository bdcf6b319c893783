/** The live stream between the bot and the tab. The tab bundles this file, so it contains no schema. */

/**
 * The name of a stream's last event when its person has opened too many others since. A client that
 * opens another one at once ends the next: it asks from time to time instead, until its page is used again.
 */
export const supersededEvent = 'superseded';
