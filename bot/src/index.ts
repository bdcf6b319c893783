/** What the run that embeds the bot may use of it. */
export { type Bot, type ComposeDeps, composeBot } from './compose.ts';
export { type BotConfig, describeConfig, readConfig } from './config.ts';
export { mayTakeLong } from './door.ts';
export { allowBody, finishBody, nothingMore } from './http/discardBody.ts';
export { atMinimumRate, uploadRate } from './http/minimumRate.ts';
export { createLog, type Log } from './log.ts';
export type { Limits as SendLimits } from './notify/limits.ts';
export type { Sharing } from './notify/sending.ts';
export { createEmbeddedPeople, type People } from './people.ts';
export { createDirectoryPeople } from './signIn/directoryPeople.ts';
