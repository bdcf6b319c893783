/** Builders: one function for each type, with the fields that the test changes. */
export * from './person.ts';
export * from './room.ts';
export * from './signal.ts';
