/** What the chat says in English. The type of this file is the type of every language. */
import type { Health, IncidentState, Remediation, Severity } from '@rooms-pro/core';

const plural = (count: number, one: string, more = `${one}s`) =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : more}`;
const list = (names: readonly string[], last = 'and') =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`;

const health: Readonly<Record<Health, string>> = {
  healthy: 'healthy',
  unhealthy: 'unhealthy',
  disconnected: 'disconnected',
  suppressed: 'suppressed',
  onboarding: 'in onboarding',
};
const severity: Readonly<Record<Severity, string>> = { important: 'important', warning: 'warning' };
const state: Readonly<Record<IncidentState | 'suppressed', string>> = {
  needsAction: 'needs action',
  systemInvestigating: 'system investigating',
  suppressed: 'suppressed',
};
const remediation: Readonly<Record<Remediation, string>> = {
  restartApp: 'restart the app',
  restartDevice: 'restart the device',
  cleanUp: 'clean up the disk',
  update: 'update',
  collectLogs: 'collect the logs',
};

export const en = {
  words: { health, severity, state, remediation },
  list,
  rooms: (count: number) => plural(count, 'room'),
  incidents: (count: number) => plural(count, 'open incident'),
  floor: (floor: string) => `floor ${floor}`,
  buttons: {
    undo: 'Undo',
    tour: 'Tour',
    next: 'Next',
    incidents: 'Incidents',
    rooms: 'Rooms',
    status: 'Status',
    help: 'Help',
    open: 'Open',
    unassigned: 'Unassigned incidents',
    yes: 'Yes',
    no: 'No, cancel',
    unsubscribe: 'No more cards',
    subscribe: 'Subscribe',
    until: (time: string) => `Until ${time}`,
    forHours: (hours: number) => `For ${plural(hours, 'hour')}`,
    untilRecovery: 'Until it recovers',
    takeMe: 'Assign to me',
    respond: (ticket: string) => `Respond to ${ticket}`,
    show: (name: string) => `Show ${name}`,
    report: (room: string) => `Report it for ${room}`,
  },
  /** The phrases that buttons send; the chat understands them. */
  phrases: {
    until: (time: string) => `until ${time}`,
    forHours: (hours: number) => `for ${hours}h`,
    untilRecovery: 'until it recovers',
  },
  /** A time, with the name of the zone where it is given. */
  untilTime: (time: string) => `until ${time}`,
  untilRecovery: 'until it recovers',
  untilLifted: 'until it is lifted',
  defaultEnd: 'This is the usual end, because your message names none.',
  help: {
    title: 'What you can write',
    intro: 'Write in your own words, in English or German. Examples:',
    groups: {
      read: [
        'What is broken in Harbour House?',
        'why is Anchor red',
        'who is on 1042-7',
        'which rooms are offline',
        'my incidents',
        'what did I miss?',
        'how often did Anchor fail',
      ],
      work: [
        'respond 1042-7 swapped the cable',
        "I'll take 1042-7",
        'assign 1042-7 to Tomas',
        'unassign 1042-7',
        'report 4.12 Amber: no sound',
        'resolve 1042-9 the speaker was muted',
        'note 1042-7: the vendor comes on Friday',
      ],
      lead: [
        'suppress 1042-7 for 2h because painters',
        'unsuppress 1042-7',
        'remediate 1042-7 restart app',
        'enrol 4.12 Amber',
      ],
      cards: ['subscribe Harbour House important only', 'unsubscribe', 'undo'],
    },
  },
  tour: [
    'I watch the rooms and post a card when something breaks. Try: What is broken?',
    'You can act in your own words. Try: mute 1042-7 until tomorrow. I tell you what I did, and you can undo it.',
    'When I am not sure, I ask. Write help at any time to see more examples.',
  ],
  greeting: (name: string, needsAction: number) =>
    `Hello ${name}. ${needsAction === 0 ? 'Right now nothing needs action.' : `${plural(needsAction, 'incident')} ${needsAction === 1 ? 'needs' : 'need'} action.`}`,
  thanks: "You're welcome.",
  status: {
    title: (where: string) => (where === '' ? 'All rooms' : where),
    rooms: (total: number, parts: readonly string[]) => `${plural(total, 'room')}: ${list(parts)}.`,
    none: (where: string) => `There is no room in ${where}.`,
    incidents: (needsAction: number, investigating: number, warnings: number) =>
      `${plural(needsAction, 'incident')} ${needsAction === 1 ? 'needs' : 'need'} action, the system investigates ${investigating}, ${plural(warnings, 'warning')}.`,
    calm: 'No incident is open.',
    outages: (count: number) => `${plural(count, 'outage')} now.`,
  },
  found: {
    incidents: (count: number, filter: string) =>
      `${plural(count, 'open incident')}${filter === '' ? '' : ` (${filter})`}`,
    noIncidents: (filter: string) => `No open incidents${filter === '' ? '' : ` (${filter})`}.`,
    noneMine: 'No incident is assigned to you.',
    rooms: (count: number, filter: string) =>
      `${plural(count, 'room')}${filter === '' ? '' : ` (${filter})`}`,
    noRooms: (filter: string) => `No rooms${filter === '' ? '' : ` (${filter})`}.`,
    more: (count: number) => `… and ${count.toLocaleString('en-GB')} more.`,
    without: (name: string) => `without ${name}`,
    assignedTo: (name: string) => `assigned to ${name}`,
    mine: 'assigned to you',
    unassigned: 'not assigned',
    since: (time: string) => `since ${time}`,
  },
  room: {
    health: (name: string, word: string) => `${name} is ${word}.`,
    warnings: (count: number) => plural(count, 'warning'),
    noIncident: 'No incident is open in this room.',
  },
  ticket: {
    state: (ticket: string, label: string, word: string) => `${ticket}: ${label}, ${word}.`,
    closed: 'resolved',
    alreadyOpen: (ticket: string) =>
      `This incident is already open: ${ticket}. I reported nothing new. You can add your words as a note.`,
    addNote: 'Add your words as a note',
  },
  why: {
    healthy: (name: string) => `${name} is healthy: no important incident is open.`,
    because: (name: string, word: string, because: string) => `${name} is ${word}: ${because}`,
    ticket: (label: string, reason: string) => `${label}: ${reason}`,
    over: (label: string) => `${label}: the incident is over.`,
  },
  who: {
    assigned: (ticket: string, name: string, since: string) =>
      `${ticket} is assigned to ${name}${since}.`,
    unassigned: (ticket: string) => `${ticket} is not assigned to any person.`,
    suppressedBy: (what: string, name: string, until: string) =>
      `${what} is suppressed by ${name} ${until}.`,
    noIncident: (room: string) =>
      `No incident is open in ${room}, so it is not assigned to any person.`,
    sinceTime: (time: string) => ` since ${time}`,
  },
  history: {
    title: (what: string) => `History of ${what}`,
    failures: (what: string, count: number) =>
      count === 0
        ? `No failure of ${what} is known.`
        : `${what} failed ${count === 1 ? 'once' : `${count} times`}.`,
    none: 'The history is empty.',
    episodes: (ticket: string, episodes: number) => `${ticket}: ${plural(episodes, 'episode')}.`,
  },
  digest: {
    title: (since: string) => `Since ${since}`,
    opened: (count: number) =>
      `${plural(count, 'incident')} opened and ${count === 1 ? 'is' : 'are'} still open.`,
    resolved: (count: number) =>
      `${plural(count, 'incident')} ${count === 1 ? 'was' : 'were'} resolved.`,
    nothing: 'Nothing new happened.',
  },
  reports: {
    title: 'Figures',
    worst: (name: string, count: number) => `${name}: ${plural(count, 'failure')}`,
    worstTitle: 'These rooms failed most often:',
    bestTitle: 'These rooms failed least often:',
    none: 'No failure is known.',
    export:
      'The list of incidents with all its filters is in the tab. Open it there to copy or export it.',
  },
  done: {
    many: (done: number, what: string) => `Done for ${done}: ${what}.`,
    failed: (count: number) => `${count} could not be changed:`,
    respond: (label: string) =>
      `Your response on ${label} is recorded. Telemetry shows whether the problem is over.`,
    message: (label: string) => `Your note on ${label} is stored.`,
    suppress: (label: string, until: string) => `${label} is suppressed ${until}.`,
    unsuppress: (label: string) => `The suppression of ${label} is lifted.`,
    assign: (label: string, name: string) => `${label} is assigned to ${name}.`,
    you: 'you',
    unassign: (label: string) => `${label} is handed back. It is not assigned now.`,
    remediate: (label: string, what: string) =>
      `I asked the device of ${label}: ${what}. The history shows the result.`,
    report: (label: string) =>
      `The problem in ${label} is reported. The people who look after the room are notified.`,
    resolve: (label: string) => `${label} is resolved.`,
    enrol: (label: string) => `${label} is enrolled: incidents are raised from now on.`,
    rooms: (names: readonly string[]) => `${plural(names.length, 'room')}: ${list(names)}`,
    undoHint: 'Undo is possible for 15 minutes.',
  },
  refused: {
    nothing: 'Nothing was changed.',
    telemetryResolves: (label: string) =>
      `Telemetry resolves ${label}. A person cannot. Nothing was changed. If you did something about it, respond.`,
    notSuppressed: (label: string) => `${label} is not suppressed. Nothing was changed.`,
    alreadySuppressed: (label: string, name: string) =>
      `${label} is already suppressed by ${name}. Nothing was changed.`,
    alreadyAssigned: (label: string, name: string) =>
      `${label} is already assigned to ${name}. Nothing was changed.`,
    notAssigned: (label: string) => `${label} is not assigned to any person. Nothing was changed.`,
    alreadyEnrolled: (label: string) => `${label} is already enrolled. Nothing was changed.`,
    noDevice: (label: string) => `No device of ${label} accepts commands. Nothing was changed.`,
    noIncident: (label: string) =>
      `${label} has no open incident, so the platform has nothing to remedy. Nothing was changed.`,
    notPermitted: (role: string) => `For this you need the role ${role}. Nothing was changed.`,
    other: (sentence: string) => sentence,
  },
  undo: {
    done: (what: string) => `Undone: ${what}`,
    none: 'There is nothing to undo.',
    late: 'This can no longer be undone: 15 minutes have passed.',
    changed: 'This can no longer be undone: something else has happened since.',
    impossible: (what: string) => `This cannot be undone: ${what}`,
    doneSubscription: 'Undone: the cards of this conversation are as before.',
  },
  cancel: {
    done: 'OK, I dropped the question. Nothing was changed.',
    none: 'OK. There was no open question.',
  },
  subscribe: {
    choices: 'What should I post here? Write, for example: subscribe Harbour House important only.',
    already: 'This conversation already gets cards.',
    done: (filter: string) =>
      filter === ''
        ? 'From now on I post cards of all rooms here.'
        : `From now on I post only cards for: ${filter}.`,
    startersOnly: 'Only a Lead or a Manager can start cards that everybody here sees.',
    stoppersOnly:
      'Everybody here sees these cards. Only the person who started them or a Manager can stop them.',
    some: 'This conversation already gets cards of some rooms. A Manager can say “subscribe” here to get cards of all rooms.',
    stopped: 'I no longer post new cards here. Existing cards stay up to date.',
    none: 'This conversation does not get cards.',
    unsupported: (filter: string) =>
      `I cannot limit cards to ${filter} yet. Nothing was changed. I can limit them to buildings, groups and severity.`,
    quiet: (when: string) =>
      `I understood: no cards ${when}. Quiet hours cannot be set in the chat yet. Nothing was changed.`,
    hours: (from: string, to: string) => `between ${from} and ${to}`,
  },
  ask: {
    whichTicket: 'Which ticket or room do you mean?',
    whichRoom: 'Which room do you mean?',
    whichPerson: (people: readonly string[]) => `Who should take it? I know ${list(people)}.`,
    whichRemediation:
      'What should the device do: restart the app, restart the device, clean up, update, or collect logs?',
    whatDone: 'What was done, or what did you find?',
    whatWrong: 'What is wrong with the room?',
    unknownName: (said: string, near: readonly string[]) =>
      `I don't know “${said}”.${near.length === 0 ? ' No room, building or group has a similar name.' : ` Did you mean ${list(near, 'or')}?`}`,
    unknownTicket: (said: string, near: readonly string[]) =>
      `There is no ticket ${said}.${near.length === 0 ? '' : ` Did you mean ${list(near, 'or')}?`}`,
    unknownPerson: (said: string, near: readonly string[]) =>
      `I know no person named “${said}” here. I know ${list(near)}.`,
    sharedName: (said: string, near: readonly string[]) =>
      `Several rooms are named “${said}”: ${list(near)}. Which one?`,
    notThere: (said: string) =>
      `I did not understand “${said}”, so I changed nothing. Please say it in another way.`,
    howLong: (said: string) =>
      said === '' ? 'Until when?' : `How long is “${said}”? Please choose an end.`,
    laterStart: (said: string) =>
      `“${said}” does not begin now. A suppression begins at once. Until when should it last?`,
    pastEnd: (said: string) => `“${said}” is over already. Until when?`,
    everything: 'This concerns all rooms. Which building do you mean?',
    manyRooms: (count: number, what: string) =>
      `This concerns ${plural(count, 'room')}${what === '' ? '' : ` (${what})`}. Should I do it?`,
    meantOrder: (what: string) =>
      `Should I do it? I have not changed anything${what === '' ? '' : ` on ${what}`}.`,
    negated: (what: string) => `OK, I leave ${what === '' ? 'it' : what} as it is.`,
    severalOrders:
      'These are several orders. Please send them one by one. I have not changed anything.',
    condition: 'I cannot wait for a condition. I have not changed anything. Should I do it now?',
    stopWhat: 'What should stop: the cards in this conversation, or only this question?',
    openAlready: (room: string) =>
      `${room} already has another open incident. Should I report this as a new problem?`,
    whatToDo: 'What should I do?',
    whatToSubscribe: 'Which cards do you want?',
  },
  unknown:
    'I did not understand this. I can tell you what is broken, why, and who works on it, and I can suppress, assign or report. Write help to see examples.',
  recognised: (what: string) => `I recognised ${what}. What should I do with it?`,
  bookings: 'I do not book rooms. I can tell you how a room is.',
  trouble: 'This did not work.',
};

/** The texts of one language. A missing text is a type error. */
export type Texts = typeof en;
