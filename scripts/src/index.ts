/** The entry point for other packages: the command line, the root of the repository, the build of the tab. */

export { runAsk } from './ask/runAsk.ts';
export { asksForHelp, endAsMistake, readCommandLine } from './commandLine/commandLine.ts';
export { buildTab, isTabStale } from './package/tabBuild.ts';
export { root } from './root.ts';
