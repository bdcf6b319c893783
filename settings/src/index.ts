/** What every program reads from its environment, and how it reads it. */
export * from './settings.ts';
