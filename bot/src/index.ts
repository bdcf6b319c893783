/** The public interface of the bot, for the embedded run. */

export { atMinimumRate, uploadRate } from './api/http/minimumRate.ts';
export { cardText } from './chat/cardText.ts';
export { type OfflineMessage, openOfflineChat } from './chat/offlineChat.ts';
export { type Bot, type ComposeDeps, composeBot } from './compose.ts';
export { type BotConfig, describeConfig, readConfig } from './config.ts';
export { createLog, type Log } from './log.ts';
export type { Sharing } from './notify/delivery/leasedSender.ts';
export type { Limits as SendLimits } from './notify/delivery/limits.ts';
export { allowBody, finishBody, nothingMore } from './process/discardBody.ts';
export { mayTakeLong } from './process/httpServer.ts';
export { createDirectoryPeople } from './signIn/directoryPeople.ts';
export { createEmbeddedPeople, type People } from './signIn/people.ts';
