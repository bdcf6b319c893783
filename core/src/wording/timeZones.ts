/** Names of time zones: which are valid, and which are offered. */

/**
 * Zones that have a newer name than the one that engines list. Engines accept both names and list one:
 * which one depends on the engine and its age.
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

/**
 * The zone under the name that the engine uses, from any name that the engine accepts; `null`: no
 * such zone.
 */
export function resolveTimeZone(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

let names: readonly string[] | null = null;

/** Every zone that a person can choose, sorted. A zone with two names appears under both. */
export function timeZoneNames(): readonly string[] {
  if (names !== null) return names;
  const accepted = newerNames.filter((name) => resolveTimeZone(name) !== null);
  names = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), ...accepted])].sort();
  return names;
}

/**
 * The name of a zone in its usual upper and lower case; `null`: no such zone. If a zone has several
 * names, the given name stays. An offset is not a name: it does not follow summer time.
 */
export function timeZoneNamed(name: string): string | null {
  if (!/^[A-Za-z][\w+\-/]{0,63}$/.test(name)) return null;
  const resolved = resolveTimeZone(name);
  if (resolved === null) return null;
  const isSame = (other: string) => other.toLowerCase() === name.toLowerCase();
  return [resolved, ...newerNames].find(isSame) ?? name;
}
