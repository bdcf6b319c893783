/** Step of the check: the Teams app manifest fits its schema and its icons are what Teams takes. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppManifestUtils, type TeamsManifest } from '@microsoft/app-manifest';

/** Values in the place of what a deployment fills in. */
const placeholders: Readonly<Record<string, string>> = {
  TEAMS_APP_ID: '8f0c4a52-6f0b-4c3e-9d5e-3a6f2b1c7d90',
  BOT_ID: '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
  TAB_DOMAIN: 'rooms.example.com',
};

const icons = { color: 192, outline: 32 } as const;

/** Every fault of the app package in `folder`, as sentences; none when it is fit to be packed. */
export async function manifestFaults(folder: string): Promise<string[]> {
  const unfilled = await readFile(path.join(folder, 'manifest.json'), 'utf8');
  const { text, unknown } = fillPlaceholders(unfilled);
  if (unknown.length > 0) return unknown.map((name) => `manifest.json: nobody fills ${name}.`);
  const manifest = JSON.parse(text) as TeamsManifest;
  const faults = await AppManifestUtils.validateAgainstSchema(manifest);
  const iconFaults = await Promise.all(
    (['color', 'outline'] as const).map((kind) =>
      iconFault(path.join(folder, manifest.icons[kind]), icons[kind]),
    ),
  );
  return [...faults.map((fault) => `manifest.json: ${fault}`), ...iconFaults.flat()];
}

function fillPlaceholders(unfilled: string): { text: string; unknown: string[] } {
  const unknown: string[] = [];
  const text = unfilled.replace(/\$\{\{(\w+)\}\}/g, (_match, name: string) => {
    const value = placeholders[name];
    if (value === undefined) unknown.push(name);
    return value ?? '';
  });
  return { text, unknown };
}

const pngSignature = '89504e470d0a1a0a';

async function iconFault(file: string, size: number): Promise<string[]> {
  const name = path.basename(file);
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return [`${name} is missing.`];
  if (bytes.subarray(0, 8).toString('hex') !== pngSignature) return [`${name} is no PNG.`];
  // The first chunk of a PNG is its header: width and height stand at 16 and 20.
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width === size && height === size) return [];
  return [`${name} is ${width}×${height}; Teams takes ${size}×${size}.`];
}
