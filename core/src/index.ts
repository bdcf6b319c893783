/** The one door to what the business knows. Pure: no I/O, clock, randomness, Node or DOM. */
export * from './advance.ts';
export * from './change.ts';
export * from './command.ts';
export * from './health/health.ts';
export * from './instant.ts';
export * from './room.ts';
export * from './signals/catalogue.ts';
export * from './signals/defaultRules.ts';
export * from './signals/formats.ts';
export * from './signals/rule.ts';
export * from './tickets/allowed.ts';
export * from './tickets/decide.ts';
export * from './tickets/lifecycle.ts';
export * from './tickets/policy.ts';
export * from './tickets/standing.ts';
export * from './words.ts';
