/** The fake Teams: its connector, and the activities that it sends to a bot. */
export * from './activities.ts';
export * from './fakeTeams.ts';
