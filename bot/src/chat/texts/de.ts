/** What the chat says in German. */
import type { Texts } from './en.ts';

const plural = (count: number, one: string, more: string) =>
  `${count.toLocaleString('de-DE')} ${count === 1 ? one : more}`;
const list = (names: readonly string[], last = 'und') =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`;
const rooms = (count: number) => plural(count, 'Raum', 'Räume');

export const de: Texts = {
  words: {
    health: {
      healthy: 'gesund',
      unhealthy: 'gestört',
      disconnected: 'getrennt',
      suppressed: 'stummgeschaltet',
      onboarding: 'in Einrichtung',
    },
    severity: { important: 'wichtig', warning: 'Warnung' },
    state: {
      needsAction: 'Handlungsbedarf',
      systemInvestigating: 'System untersucht',
      suppressed: 'stummgeschaltet',
    },
    remediation: {
      restartApp: 'App neu starten',
      restartDevice: 'Gerät neu starten',
      cleanUp: 'Speicher aufräumen',
      update: 'aktualisieren',
      collectLogs: 'Protokolle sammeln',
    },
  },
  list,
  rooms,
  incidents: (count) => plural(count, 'offene Störung', 'offene Störungen'),
  floor: (floor) => `Etage ${floor}`,
  buttons: {
    undo: 'Rückgängig',
    tour: 'Rundgang',
    next: 'Weiter',
    incidents: 'Störungen',
    rooms: 'Räume',
    status: 'Status',
    help: 'Hilfe',
    open: 'Öffnen',
    unassigned: 'Nicht zugewiesene Störungen',
    yes: 'Ja',
    no: 'Nein, abbrechen',
    unsubscribe: 'Keine Karten mehr',
    subscribe: 'Abonnieren',
    until: (time) => `Bis ${time}`,
    forHours: (hours) => `Für ${plural(hours, 'Stunde', 'Stunden')}`,
    untilRecovery: 'Bis es wieder geht',
    takeMe: 'Mir zuweisen',
    respond: (ticket) => `Auf ${ticket} antworten`,
    show: (name) => `${name} zeigen`,
    report: (room) => `Für ${room} melden`,
  },
  phrases: {
    until: (time) => `bis ${time}`,
    forHours: (hours) => `für ${hours}h`,
    untilRecovery: 'bis es wieder geht',
  },
  untilTime: (time) => `bis ${time}`,
  untilRecovery: 'bis das Signal wieder gesund ist',
  untilLifted: 'bis die Stummschaltung aufgehoben wird',
  defaultEnd: 'Das ist das übliche Ende, weil die Nachricht keines nennt.',
  help: {
    title: 'Das kannst du schreiben',
    intro: 'Schreib mit eigenen Worten, auf Deutsch oder Englisch. Beispiele:',
    groups: {
      read: [
        'Was ist in Harbour House kaputt?',
        'Warum ist Anchor rot?',
        'Wer kümmert sich um 1042-7?',
        'Welche Räume sind nicht erreichbar?',
        'meine Störungen',
        'Was habe ich verpasst?',
        'Wie oft ist Anchor ausgefallen?',
      ],
      work: [
        '1042-7 erledigt, Kabel getauscht',
        'Ich übernehme 1042-7',
        'Weise 1042-7 Tomas zu',
        'Ich gebe 1042-7 wieder ab',
        'Melde für 4.12 Amber: kein Ton',
        'Schließe 1042-9, der Lautsprecher war stumm',
        'Notiz zu 1042-7: Techniker kommt am Freitag',
      ],
      lead: [
        'Schalte 1042-7 für 2h stumm wegen Malerarbeiten',
        '1042-7 wieder laut',
        'Starte die App in 4.12 Amber neu',
        'Nimm 4.12 Amber in Betrieb',
      ],
      cards: ['Abonniere Harbour House, nur wichtige', 'Keine Karten mehr', 'Rückgängig'],
    },
  },
  tour: [
    'Ich beobachte die Räume und schicke eine Karte, wenn etwas ausfällt. Probier: Was ist kaputt?',
    'Du kannst mit eigenen Worten handeln. Probier: 1042-7 bis morgen stummschalten. Ich sage, was ich getan habe, und du kannst es rückgängig machen.',
    'Wenn ich nicht sicher bin, frage ich. Schreib jederzeit Hilfe für weitere Beispiele.',
  ],
  greeting: (name, needsAction) =>
    `Hallo ${name}. ${needsAction === 0 ? 'Im Moment gibt es nichts zu tun.' : `Bei ${plural(needsAction, 'Störung', 'Störungen')} besteht Handlungsbedarf.`}`,
  thanks: 'Gern geschehen.',
  status: {
    title: (where) => (where === '' ? 'Alle Räume' : where),
    rooms: (total, parts) => `${rooms(total)}: ${list(parts)}.`,
    none: (where) => `In ${where} gibt es keinen Raum.`,
    incidents: (needsAction, investigating, warnings) =>
      `Handlungsbedarf bei ${plural(needsAction, 'Störung', 'Störungen')}, das System untersucht ${investigating}, ${plural(warnings, 'Warnung', 'Warnungen')}.`,
    calm: 'Keine Störung ist offen.',
    outages: (count) => `Gerade ${plural(count, 'Ausfall', 'Ausfälle')}.`,
  },
  found: {
    incidents: (count, filter) =>
      `${plural(count, 'offene Störung', 'offene Störungen')}${filter === '' ? '' : ` (${filter})`}`,
    noIncidents: (filter) => `Keine offenen Störungen${filter === '' ? '' : ` (${filter})`}.`,
    noneMine: 'Dir ist keine Störung zugewiesen.',
    rooms: (count, filter) => `${rooms(count)}${filter === '' ? '' : ` (${filter})`}`,
    noRooms: (filter) => `Keine Räume${filter === '' ? '' : ` (${filter})`}.`,
    more: (count) => `… und ${count.toLocaleString('de-DE')} weitere.`,
    without: (name) => `ohne ${name}`,
    assignedTo: (name) => `zugewiesen an ${name}`,
    mine: 'dir zugewiesen',
    unassigned: 'nicht zugewiesen',
    since: (time) => `seit ${time}`,
  },
  room: {
    health: (name, word) => `${name} ist ${word}.`,
    warnings: (count) => plural(count, 'Warnung', 'Warnungen'),
    noIncident: 'In diesem Raum ist keine Störung offen.',
  },
  ticket: {
    state: (ticket, label, word) => `${ticket}: ${label}, ${word}.`,
    closed: 'gelöst',
    alreadyOpen: (ticket) =>
      `Diese Störung ist schon offen: ${ticket}. Ich habe nichts neu gemeldet. Du kannst deine Worte als Notiz hinzufügen.`,
    addNote: 'Worte als Notiz hinzufügen',
  },
  why: {
    healthy: (name) => `${name} ist gesund: keine wichtige Störung ist offen.`,
    because: (name, word, because) => `${name} ist ${word}: ${because}`,
    ticket: (label, reason) => `${label}: ${reason}`,
    over: (label) => `${label}: die Störung ist vorbei.`,
  },
  who: {
    assigned: (ticket, name, since) => `${ticket} ist ${name} zugewiesen${since}.`,
    unassigned: (ticket) => `${ticket} ist keiner Person zugewiesen.`,
    suppressedBy: (what, name, until) => `${what} ist von ${name} stummgeschaltet, ${until}.`,
    noIncident: (room) =>
      `In ${room} ist keine Störung offen, also ist sie keiner Person zugewiesen.`,
    sinceTime: (time) => ` seit ${time}`,
  },
  history: {
    title: (what) => `Verlauf von ${what}`,
    failures: (what, count) =>
      count === 0
        ? `Von ${what} ist kein Ausfall bekannt.`
        : `${what} ist ${count === 1 ? 'einmal' : `${count}-mal`} ausgefallen.`,
    none: 'Der Verlauf ist leer.',
    episodes: (ticket, episodes) => `${ticket}: ${plural(episodes, 'Episode', 'Episoden')}.`,
  },
  digest: {
    title: (since) => `Seit ${since}`,
    opened: (count) =>
      count === 1
        ? '1 Störung kam hinzu und ist noch offen.'
        : `${count} Störungen kamen hinzu und sind noch offen.`,
    resolved: (count) => `${plural(count, 'Störung', 'Störungen')} gelöst.`,
    nothing: 'Es ist nichts Neues passiert.',
  },
  reports: {
    title: 'Zahlen',
    worst: (name, count) => `${name}: ${plural(count, 'Ausfall', 'Ausfälle')}`,
    worstTitle: 'Diese Räume sind am häufigsten ausgefallen:',
    bestTitle: 'Diese Räume sind am seltensten ausgefallen:',
    none: 'Es ist kein Ausfall bekannt.',
    export:
      'Die Liste der Störungen mit allen Filtern ist im Tab. Öffne sie dort, um sie zu kopieren oder zu exportieren.',
  },
  done: {
    many: (done, what) => `Erledigt für ${done}: ${what}.`,
    failed: (count) => `${count} konnten nicht geändert werden:`,
    respond: (label) =>
      `Die Antwort zu ${label} ist gespeichert. Die Telemetrie zeigt, ob das Problem behoben ist.`,
    message: (label) => `Die Notiz zu ${label} ist gespeichert.`,
    suppress: (label, until) => `${label} ist stummgeschaltet, ${until}.`,
    unsuppress: (label) => `Die Stummschaltung von ${label} ist aufgehoben.`,
    assign: (label, name) => `${label} ist ${name} zugewiesen.`,
    you: 'dir',
    unassign: (label) => `${label} ist zurückgegeben und jetzt nicht zugewiesen.`,
    remediate: (label, what) =>
      `Auftrag an das Gerät von ${label}: ${what}. Der Verlauf zeigt das Ergebnis.`,
    report: (label) => `Das Problem in ${label} ist gemeldet. Die Zuständigen sind benachrichtigt.`,
    resolve: (label) => `${label} ist gelöst.`,
    enrol: (label) => `${label} ist in Betrieb: ab jetzt werden Störungen gemeldet.`,
    rooms: (names) => `${rooms(names.length)}: ${list(names)}`,
    undoHint: 'Rückgängig geht 15 Minuten lang.',
  },
  refused: {
    nothing: 'Es wurde nichts geändert.',
    telemetryResolves: (label) =>
      `${label} löst die Telemetrie; eine Person kann das nicht. Es wurde nichts geändert. Wenn du etwas getan hast, antworte auf das Ticket.`,
    notSuppressed: (label) => `${label} ist nicht stummgeschaltet. Es wurde nichts geändert.`,
    alreadySuppressed: (label, name) =>
      `${label} ist schon von ${name} stummgeschaltet. Es wurde nichts geändert.`,
    alreadyAssigned: (label, name) =>
      `${label} ist schon ${name} zugewiesen. Es wurde nichts geändert.`,
    notAssigned: (label) => `${label} ist keiner Person zugewiesen. Es wurde nichts geändert.`,
    alreadyEnrolled: (label) => `${label} ist schon in Betrieb. Es wurde nichts geändert.`,
    noDevice: (label) => `Kein Gerät von ${label} nimmt Aufträge an. Es wurde nichts geändert.`,
    noIncident: (label) =>
      `${label} hat keine offene Störung, also kann die Plattform nichts beheben. Es wurde nichts geändert.`,
    notPermitted: (role) => `Dafür braucht man die Rolle ${role}. Es wurde nichts geändert.`,
    other: (sentence) => `Das ging nicht, und es wurde nichts geändert. Der Grund: ${sentence}`,
  },
  undo: {
    done: (what) => `Rückgängig gemacht: ${what}`,
    none: 'Es gibt nichts rückgängig zu machen.',
    late: 'Das geht nicht mehr: 15 Minuten sind vorbei.',
    changed: 'Das geht nicht mehr: seitdem ist etwas anderes passiert.',
    impossible: (what) => `Das lässt sich nicht rückgängig machen: ${what}`,
    doneSubscription: 'Rückgängig gemacht: die Karten dieser Unterhaltung sind wie vorher.',
  },
  cancel: {
    done: 'In Ordnung, die Frage ist verworfen. Es wurde nichts geändert.',
    none: 'In Ordnung. Es war keine Frage offen.',
  },
  subscribe: {
    choices:
      'Was soll ich hier posten? Schreib zum Beispiel: Abonniere Harbour House, nur wichtige.',
    already: 'Diese Unterhaltung bekommt schon Karten.',
    done: (filter) =>
      filter === ''
        ? 'Ab jetzt poste ich hier Karten aller Räume.'
        : `Ab jetzt poste ich hier nur noch Karten für: ${filter}.`,
    startersOnly: 'Nur ein Lead oder ein Manager kann Karten starten, die hier alle sehen.',
    stoppersOnly:
      'Diese Karten sehen hier alle. Nur wer sie gestartet hat oder ein Manager kann sie beenden.',
    some: 'Diese Unterhaltung bekommt schon Karten einiger Räume. Ein Manager kann hier „abonnieren“ schreiben, damit Karten aller Räume kommen.',
    stopped: 'Ich poste hier keine neuen Karten mehr. Vorhandene Karten bleiben aktuell.',
    none: 'Diese Unterhaltung bekommt keine Karten.',
    unsupported: (filter) =>
      `Auf ${filter} kann ich Karten noch nicht beschränken. Es wurde nichts geändert. Möglich sind Gebäude, Gruppen und Schwere.`,
    quiet: (when) =>
      `Verstanden: keine Karten ${when}. Ruhezeiten lassen sich im Chat noch nicht einstellen. Es wurde nichts geändert.`,
    hours: (from, to) => `zwischen ${from} und ${to}`,
  },
  ask: {
    whichTicket: 'Welches Ticket oder welcher Raum ist gemeint?',
    whichRoom: 'Welcher Raum ist gemeint?',
    whichPerson: (people) => `Wer soll es übernehmen? Ich kenne ${list(people)}.`,
    whichRemediation:
      'Was soll das Gerät tun: App neu starten, Gerät neu starten, aufräumen, aktualisieren oder Protokolle sammeln?',
    whatDone: 'Was wurde getan oder gefunden?',
    whatWrong: 'Was stimmt mit dem Raum nicht?',
    unknownName: (said, near) =>
      `„${said}“ kenne ich nicht.${near.length === 0 ? ' Kein Raum, Gebäude und keine Gruppe heißt ähnlich.' : ` Ist ${list(near, 'oder')} gemeint?`}`,
    unknownTicket: (said, near) =>
      `Ein Ticket ${said} gibt es nicht.${near.length === 0 ? '' : ` Ist ${list(near, 'oder')} gemeint?`}`,
    unknownPerson: (said, near) =>
      `Eine Person „${said}“ kenne ich hier nicht. Ich kenne ${list(near)}.`,
    sharedName: (said, near) =>
      `Mehrere Räume heißen „${said}“: ${list(near)}. Welcher ist gemeint?`,
    notThere: (said) =>
      `„${said}“ habe ich nicht verstanden und deshalb nichts geändert. Bitte anders sagen.`,
    howLong: (said) =>
      said === '' ? 'Bis wann?' : `Wie lange ist „${said}“? Bitte ein Ende wählen.`,
    laterStart: (said) =>
      `„${said}“ beginnt nicht jetzt. Eine Stummschaltung beginnt sofort. Bis wann soll sie dauern?`,
    pastEnd: (said) => `„${said}“ ist schon vorbei. Bis wann?`,
    everything: 'Das betrifft alle Räume. Welches Gebäude ist gemeint?',
    manyRooms: (count, what) =>
      `Das betrifft ${rooms(count)}${what === '' ? '' : ` (${what})`}. Soll ich es tun?`,
    meantOrder: (what) =>
      `Soll ich es tun? Geändert habe ich nichts${what === '' ? '' : ` an ${what}`}.`,
    negated: (what) => `In Ordnung, ${what === '' ? 'es' : what} bleibt, wie es ist.`,
    severalOrders: 'Das sind mehrere Aufträge. Bitte einzeln schicken. Geändert habe ich nichts.',
    condition:
      'Auf eine Bedingung kann ich nicht warten. Geändert habe ich nichts. Soll ich es jetzt tun?',
    stopWhat: 'Was soll aufhören: die Karten in dieser Unterhaltung oder nur diese Frage?',
    openAlready: (room) =>
      `In ${room} ist schon eine andere Störung offen. Soll ich das als neues Problem melden?`,
    whatToDo: 'Was soll ich tun?',
    whatToSubscribe: 'Welche Karten sollen es sein?',
  },
  unknown:
    'Das habe ich nicht verstanden. Ich kann sagen, was kaputt ist, warum, und wer sich kümmert, und ich kann stummschalten, zuweisen oder melden. Schreib Hilfe für Beispiele.',
  recognised: (what) => `Erkannt habe ich ${what}. Was soll ich damit tun?`,
  bookings: 'Räume buche ich nicht. Ich kann sagen, wie es einem Raum geht.',
  trouble: 'Das hat nicht geklappt.',
};
