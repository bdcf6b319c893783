/** Everything the product says in sentences, for cards, chat and tab alike. Plain text, never markup. */
export * from './wording/changes.ts';
export * from './wording/labels.ts';
export * from './wording/rejections.ts';
export * from './wording/size.ts';
export * from './wording/time.ts';
export * from './wording/timeZones.ts';
