/**
 * The walks through the code that are counted. A walk names exported functions and words, not files, so
 * that it stays true when files move. Each list of names begins with the present name. Older names follow,
 * so that older revisions can be measured.
 */

/** A function that the walk comes to. */
export type Step = {
  /** The package in which it is exported. */
  readonly in: string;
  readonly names: readonly string[];
  /**
   * The functions that connect it with the steps before it, where no file of these imports it: the
   * function that makes or passes it first, its caller next.
   */
  readonly by?: readonly (readonly string[])[];
};

/** What happens from one event to its result, function by function. */
export type Flow = {
  readonly name: string;
  /** At most this many files, where there is a goal. */
  readonly goal?: number;
  readonly steps: readonly Step[];
};

/** What a developer adds; an existing example of the same kind shows where. */
export type Addition = {
  readonly name: string;
  /** The words of the example. */
  readonly names: readonly string[];
  readonly goal?: { readonly files: number; readonly with: 'tests' | 'source' };
};

export const flows: readonly Flow[] = [
  {
    name: 'telemetry → card',
    goal: 10,
    steps: [
      { in: 'ingest', names: ['createTelemetryHandler', 'createTelemetryAnswer'] },
      { in: 'ingest', names: ['readMessage'] },
      { in: 'ingest', names: ['createMessageApplier'] },
      { in: 'ingest', names: ['applyTogether'] },
      { in: 'store', names: ['changeRoom'] },
      { in: 'core', names: ['advance'] },
      { in: 'core', names: ['applyMessages'] },
      { in: 'core', names: ['recordReading'] },
      { in: 'core', names: ['settle'] },
      { in: 'core', names: ['decide'] },
      // In older revisions the model of all rooms is between the store and the notifier.
      { in: 'bot', names: ['createNotifier'], by: [['composeBot']] },
      // Files of their own in older revisions, and today parts of the files of others.
      { in: 'bot', names: ['createConversationLook', 'createLook', 'createNotifier'] },
      { in: 'bot', names: ['createSendUpdates', 'createSender', 'createNotifier'] },
      { in: 'bot', names: ['planFor'] },
      { in: 'bot', names: ['firstIncidentPost', 'planFor'] },
      { in: 'bot', names: ['createRender', 'planFor'] },
      { in: 'bot', names: ['incidentCard'] },
      {
        in: 'bot',
        names: ['createTeamsMessenger'],
        by: [['createTeamsConnection'], ['composeBot']],
      },
    ],
  },
  {
    name: 'click → card',
    steps: [
      { in: 'bot', names: ['onClick'] },
      { in: 'bot', names: ['handleCardAction', 'takeClick'] },
      { in: 'bot', names: ['parseCardAction'] },
      { in: 'bot', names: ['createExecuteCommand', 'createAct'], by: [['composeBot']] },
      { in: 'store', names: ['changeRoom'] },
      { in: 'core', names: ['advance'] },
      { in: 'core', names: ['applyCommand'] },
      // The row of the action; in older revisions one function decides for all actions.
      { in: 'core', names: ['respond', 'decide'], by: [['actions'], ['findRow']] },
      { in: 'bot', names: ['formatResult', 'sayDone'] },
      { in: 'bot', names: ['personalCard'] },
      { in: 'bot', names: ['incidentCard'] },
    ],
  },
];

export const additions: readonly Addition[] = [
  // A signal that the device reads itself, with a rule and without special treatment.
  { name: 'a new signal', names: ['disk-health'] },
  { name: 'a new chat command', names: ['takeover'] },
  // Derived from a room, shown in the list of rooms.
  { name: 'a new column of a list', names: ['healthSince'] },
  // A fact that people enter, and that no rule depends on.
  { name: 'a new room field', names: ['capacity'], goal: { files: 12, with: 'tests' } },
  // A button is enough for the first. The second has a form, and is a command of the chat.
  { name: 'a new action', names: ['investigate'], goal: { files: 6, with: 'source' } },
  { name: 'a new action', names: ['changeSuppression'], goal: { files: 6, with: 'source' } },
];
