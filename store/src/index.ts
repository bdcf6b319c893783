/** The entry point of the package: the store's interface, its implementations, and the repositories on them. */
export * from './attachments/attachments.ts';
export * from './attachments/lazyAttachments.ts';
export * from './attachments/openAttachments.ts';
export * from './changeRoom.ts';
export * from './cosmos/openCosmosStore.ts';
export type { CosmosOperation, CosmosStats, Usage } from './cosmos/requests/requestMeter.ts';
export * from './devices/deviceRooms.ts';
export * from './devices/enrolmentCodes.ts';
export * from './devices/keys.ts';
export { type Gateway, listNewRooms, type NewRooms, openNewRooms } from './devices/newRooms.ts';
export * from './directory/peopleDirectory.ts';
export * from './feed/changeSignal.ts';
export * from './feed/multiProcessStore.ts';
export type { SubscribeOptions } from './feed/subscribeFeed.ts';
export { type Watching, watchChanges } from './feed/watchChanges.ts';
export * from './openStore.ts';
export * from './ops/counter.ts';
export * from './ops/deadLetters.ts';
export * from './ops/lease.ts';
export * from './outages/outageRepository.ts';
export * from './quarantine/quarantine.ts';
export { documentToReplace } from './quarantine/reader.ts';
export * from './quarantine/scanDocuments.ts';
export * from './rooms/lastSeen.ts';
export * from './rooms/roomCache.ts';
export * from './rules/ruleRepository.ts';
export {
  openSqliteStore,
  type SqliteStore,
  type SqliteStoreOptions,
} from './sqlite/sqliteStore.ts';
export * from './store.ts';
export * from './storeError.ts';
export * from './storeProbe.ts';
export * from './updateDocument.ts';
