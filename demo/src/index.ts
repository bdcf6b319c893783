/** The embedded platform, for other packages that start it. */
export { type Embedded, type EmbeddedOptions, startEmbedded } from './embedded.ts';
