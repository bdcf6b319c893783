/** Kinds of small documents beside the rooms. */
export const documentKinds = [
  'counter',
  'key',
  'enrolmentCode',
  'device',
  'lastSeen',
  'conversation',
  'subscription',
  'posts',
  'person',
  'setting',
  'outage',
  'lease',
  'setAside',
] as const;
export type DocumentKind = (typeof documentKinds)[number];
