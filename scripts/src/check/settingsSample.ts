/** Draws a deployable's settings as `env/.env.sample`: what each means and what it is by default. */

/** One setting, as a config schema describes it. */
export type Setting = {
  readonly name: string;
  readonly meaning: string;
  readonly byDefault: string;
};

/** The whole sample file, as text: every setting commented out at its default. */
export function drawSettings(settings: readonly Setting[]): string {
  const head = [
    '# Settings of the bot. Generated from bot/src/config.ts by `node scripts/src/check.ts --write`.',
    '# Copy to env/.env.local or set them in the environment; what is left out keeps its default.',
  ];
  const entries = settings.map(({ name, meaning, byDefault }) =>
    [`# ${meaning}`, `# ${name}=${byDefault}`].join('\n'),
  );
  return `${[head.join('\n'), ...entries].join('\n\n')}\n`;
}
