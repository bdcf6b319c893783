/** The one door to the store: the interface, the embedded default, and what is built on them. */
export * from './attachments.ts';
export * from './changeRoom.ts';
export * from './cosmos.ts';
export type { CosmosOperation, CosmosStats, Toll } from './cosmosMeter.ts';
export * from './counter.ts';
export * from './enrolmentCodes.ts';
export * from './followStore.ts';
export * from './keys.ts';
export * from './lastSeen.ts';
export * from './lease.ts';
export * from './newsMark.ts';
export * from './openStore.ts';
export * from './outages.ts';
export * from './roomCache.ts';
export * from './ruleBook.ts';
export { openSqliteStore, type SqliteStore, type SqliteStoreOptions } from './sqliteStore.ts';
export * from './store.ts';
export * from './storeError.ts';
