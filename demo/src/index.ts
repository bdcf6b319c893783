/** The entry point: the embedded platform, for packages that start it. */
export { type Embedded, type EmbeddedOptions, startEmbedded } from './embedded.ts';
