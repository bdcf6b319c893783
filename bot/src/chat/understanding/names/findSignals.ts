/** Signals and categories in a sentence: `camera`, `display 2`, `Anmeldeprobleme`. */
import type { Category } from '@rooms-pro/core';
import type { Span, Token } from '../text/tokens.ts';

/** One signal or category. `signal`: the type or the instance that the word names; `null`: only the category. */
export type SignalSpan = Span & {
  readonly category: Category;
  readonly signal: string | null;
  /** The word alone names the whole category in a list: `camera problems`. */
  readonly isWide: boolean;
};

type Word = readonly [pattern: string, category: Category, signal: string | null, isWide?: 'wide'];

/** The words of the product, the longest first. A pattern of several words spans several tokens. */
const words: readonly Word[] = [
  ['(default|standard) (speaker|lautsprecher)s?', 'audio', 'default-speaker'],
  ['standardlautsprecher', 'audio', 'default-speaker'],
  ['(content|whiteboard|document) (camera|kamera|cam)', 'camera', 'content-camera'],
  ['inhaltskamera', 'camera', 'content-camera'],
  ['(microphone|mic|mikrofon) (selection|auswahl)', 'audio', 'microphone-selection'],
  ['(speaker|lautsprecher) (selection|auswahl)', 'audio', 'speaker-selection'],
  ['(camera|kamera) (selection|auswahl)', 'camera', 'camera-selection'],
  [
    '(conference |konferenz )?(microphones?|mics?|mikros?|mikrofone?|mikrophone?|mikrofonen)',
    'audio',
    'conference-microphone',
  ],
  ['(mikrofon|mikro|mikrophon)[a-z]*', 'audio', 'conference-microphone'],
  [
    '(conference |konferenz )?(speakers?|loudspeakers?|lautsprechern?|soundbar|boxen)',
    'audio',
    'conference-speaker',
  ],
  ['lautsprecher[a-z]*', 'audio', 'conference-speaker'],
  ['(audio|sound|voice|ton|tons)', 'audio', null, 'wide'],
  [
    '(ton|audio|sound)(probleme?n?|stoerung|stoerungen|ausfall|ausfaelle|qualitaet|fehler)',
    'audio',
    null,
    'wide',
  ],
  [
    '(touch ?panels?|touch ?screens?|touchpanel|touchscreen|touch display|touch ?controller|control panel|bedienpanel|bedienfeld|bedienteil|tablet|console)',
    'display',
    'display:console',
  ],
  ['(display|screen|bildschirm|monitor|tv) (1|one|eins)', 'display', 'display:1'],
  ['(display|screen|bildschirm|monitor|tv) (2|two|zwei)', 'display', 'display:2'],
  [
    '(front of room display|front of room|displays?|screens?|monitors?|monitore|bildschirme?n?s?|tvs?|fernseher|projectors?|beamers?|anzeigen?|picture|bild)',
    'display',
    'display',
    'wide',
  ],
  ['(display|bildschirm|monitor|bild)[a-z]*', 'display', 'display', 'wide'],
  ['(cameras?|cams?|webcams?|kameras?)', 'camera', 'camera', 'wide'],
  ['(kamera|camera)[a-z]*', 'camera', 'camera', 'wide'],
  ['(hdmi|hdmi ingest|content ingest|ingest)', 'ingest', 'hdmi-ingest'],
  ['hdmi[a-z]*', 'ingest', 'hdmi-ingest'],
  [
    '(exchange (sign in|signin|login|anmeldung|connection|verbindung)?|(sign in|signin|login|anmeldung) (to|at|bei|an) exchange|exchange)',
    'signin',
    'signin-exchange',
  ],
  [
    '(teams (sign in|signin|login|anmeldung)|(sign in|signin|login|anmeldung) (to|at|bei|an) teams)',
    'signin',
    'signin-teams',
  ],
  ['(skype (sign in|signin|login|anmeldung)?|skype)', 'signin', 'signin-skype'],
  [
    '(sign ins?|signins?|logins?|log in|log ins|log on|logon|anmeldung|anmeldungen|authentication)',
    'signin',
    null,
    'wide',
  ],
  [
    '(anmelde|login|signin)(probleme?n?|stoerung|stoerungen|fehlern?|ausfaelle)',
    'signin',
    null,
    'wide',
  ],
  [
    '(proximity sensors?|proximity|motion sensors?|presence sensors?|bewegungsmelder|bewegungssensor|bewegungssensoren|naeherungssensor|praesenzmelder|praesenzsensor)',
    'proximity',
    'proximity-sensor',
  ],
  ['bluetooth', 'proximity', 'bluetooth'],
  ['(app version|appversion|version of the app)', 'software', 'app-version'],
  ['(os version|windows version|betriebssystem|operating system)', 'software', 'os-version'],
  ['(windows updates?|windowsupdates?)', 'software', 'windows-update'],
  ['(nightly restart|naechtlicher neustart|nightly reboot)', 'software', 'nightly-restart'],
  ['(time drift|clock drift|uhrzeit|zeitabweichung|wrong clock)', 'software', 'time-drift'],
  ['(event logs?|ereignisprotokolle?)', 'software', 'event-log'],
  ['(software|softwareprobleme|softwarestoerungen|softwarefehler)', 'software', null, 'wide'],
  ['(app|apps|meeting app|teams app|app probleme|appprobleme)', 'app', 'meeting-app', 'wide'],
  ['(disk space|diskspace|speicherplatz|plattenplatz|free space)', 'storage', 'disk-space'],
  ['(disk health|plattenzustand)', 'storage', 'disk-health'],
  [
    '(storage|disks?|hard drives?|hard disks?|ssds?|festplatten?|speicher|speicherprobleme|plattenprobleme)',
    'storage',
    null,
    'wide',
  ],
  [
    '(default (passwords?|credentials)|standardkennwort|standardpasswort|standardkennwoerter)',
    'security',
    'default-credentials',
  ],
  ['(security|sicherheit|sicherheitsprobleme|sicherheitswarnungen)', 'security', null, 'wide'],
  ['(wifi|wi fi|wlan|w lan)', 'connection', 'wifi-only'],
  ['(network|netzwerk|netzwerkprobleme|netzwerkstoerungen|lan|netz)', 'connection', 'network'],
  [
    '(connections?|connectivity|verbindung|verbindungen|verbindungsprobleme|verbindungsstoerungen|konnektivitaet)',
    'connection',
    'connection',
    'wide',
  ],
];

const compiled = words.map(([pattern, category, signal, width]) => ({
  pattern: new RegExp(`^(?:${pattern})(?= |$)`),
  category,
  signal,
  isWide: width === 'wide',
}));

/** The signals, in the order of the sentence. */
export function findSignals(
  tokens: readonly Token[],
  isFree: (index: number) => boolean,
): readonly SignalSpan[] {
  const found: SignalSpan[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (!isFree(at)) continue;
    const text = tokens
      .slice(at, at + 4)
      .map(({ word }) => word)
      .join(' ');
    const longest = compiled
      .flatMap((one) => {
        const length = one.pattern.exec(text)?.[0].split(' ').length ?? 0;
        return length > 0 ? [{ ...one, length }] : [];
      })
      .sort((one, other) => other.length - one.length)[0];
    if (longest === undefined) continue;
    const { category, signal, isWide, length } = longest;
    found.push({ category, signal, isWide, from: at, to: at + length });
    at += length - 1;
  }
  return found;
}
