/** Names of time zones: the valid ones, and those that a person can choose. */

/**
 * The newer names of zones with two names. JavaScript engines accept both names and list one of them,
 * depending on the engine and its age.
 */
const newerNames = [
  'Africa/Asmara',
  'America/Argentina/Buenos_Aires',
  'America/Indiana/Indianapolis',
  'America/Kentucky/Louisville',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Chuuk',
  'Pacific/Kanton',
  'Pacific/Pohnpei',
];

/** The engine's name of a zone, for any name that the engine accepts; `null`: the zone does not exist. */
export function resolveTimeZone(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

let names: readonly string[] | null = null;

/** Every zone that a person can choose, sorted; a zone with two names appears under both. */
export function timeZoneNames(): readonly string[] {
  if (names !== null) return names;
  const accepted = newerNames.filter((name) => resolveTimeZone(name) !== null);
  names = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), ...accepted])].sort();
  return names;
}

/**
 * The name of a zone in its usual upper and lower case; `null`: the zone does not exist. For a zone with
 * several names, the given one stays. An offset is not accepted, because it does not follow summer time.
 */
export function timeZoneNamed(name: string): string | null {
  if (!/^[A-Za-z][\w+\-/]{0,63}$/.test(name)) return null;
  const resolved = resolveTimeZone(name);
  if (resolved === null) return null;
  const isSame = (other: string) => other.toLowerCase() === name.toLowerCase();
  return [resolved, ...newerNames].find(isSame) ?? name;
}
