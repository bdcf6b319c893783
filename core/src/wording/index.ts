/** All sentences of the product, for cards, chat and tab. Plain text, never markup. */
export * from './changes.ts';
export * from './labels.ts';
export * from './rejections.ts';
export * from './size.ts';
export * from './time.ts';
export * from './timeZones.ts';
