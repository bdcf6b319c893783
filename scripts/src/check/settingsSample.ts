/** Draws the deployables' settings as `env/.env.sample`: what each means and what it is by default. */

import type { Setting } from '@rooms-pro/settings';

/** The settings of one deployable, and the file that reads them. */
export type SettingGroup = {
  readonly title: string;
  readonly file: string;
  readonly settings: readonly Setting[];
};

/** The whole sample file, as text: every setting commented out at its default. */
export function drawSettings(groups: readonly SettingGroup[]): string {
  const head = [
    '# Settings, generated from the code by `node scripts/src/check.ts --write`. Set them in the',
    '# environment of each program; what is left out keeps its default. On Azure, infra/ sets them.',
  ];
  const blocks = groups.flatMap(({ title, file, settings }) => [
    `# ── ${title} (${file}) ──`,
    ...settings.map(({ name, meaning, byDefault }) => `# ${meaning}\n# ${name}=${byDefault}`),
  ]);
  return `${[head.join('\n'), ...blocks].join('\n\n')}\n`;
}
