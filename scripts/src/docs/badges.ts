/** Draws the badges of the README from `package.json`, so that they need no service on the network. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

type PackageFile = {
  readonly version: string;
  readonly license: string;
  readonly engines: { readonly node: string };
};

/** The value of each badge, by its name. */
const values = {
  version: ({ version }: PackageFile) => version,
  Node: ({ engines }: PackageFile) => engines.node.replace('>=', '≥ '),
  licence: ({ license }: PackageFile) => license,
} as const;

/** Draws one badge as SVG, with the value that `package.json` under `root` has. */
export async function drawBadge(root: string, name: keyof typeof values): Promise<string> {
  const text = await readFile(path.join(root, 'package.json'), 'utf8');
  return drawSvg(name, values[name](JSON.parse(text) as PackageFile));
}

/** About the width of a text of 11 pixels in Verdana. */
function widthOf(text: string): number {
  return Math.round([...text].length * 6.8) + 12;
}

function drawSvg(name: string, value: string): string {
  const [left, right] = [widthOf(name), widthOf(value)];
  const label = (text: string, from: number, width: number) =>
    `  <text x="${from + width / 2}" y="14" fill="#fff" font-family="Verdana,sans-serif" font-size="11" text-anchor="middle">${text}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${name}: ${value}">
  <rect width="${left + right}" height="20" rx="3" fill="#2b5f75"/>
  <path d="M3 0h${left - 3}v20h-${left - 3}a3 3 0 0 1-3-3v-14a3 3 0 0 1 3-3z" fill="#454545"/>
${label(name, 0, left)}
${label(value, left, right)}
</svg>
`;
}
