/** The settings that every program reads from its environment, and the functions that read them. */
export * from './settings.ts';
