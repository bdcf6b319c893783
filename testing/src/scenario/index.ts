/** Scenarios: inputs go in, the test moves the clock, and cards and events come out. */
export * from './roomActions.ts';
export * from './scenario.ts';
