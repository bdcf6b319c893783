/** Step of the check: the Teams app manifest, its texts and its icons are valid. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppManifestUtils, type TeamsManifest } from '@microsoft/app-manifest';
import { fillPlaceholders } from '../package/appPackage.ts';
import { iconFaults } from './icons.ts';
import { type ManifestTexts, textFaults } from './texts.ts';

/** Sample values for the placeholders that a deployment replaces. */
const values: Readonly<Record<string, string>> = {
  TEAMS_APP_ID: '8f0c4a52-6f0b-4c3e-9d5e-3a6f2b1c7d90',
  BOT_ID: '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
  AAD_APP_CLIENT_ID: '2d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
  TAB_DOMAIN: 'rooms.example.com',
};

/** All faults of the app package in `folder`, as sentences; empty when the package is valid. */
export async function manifestFaults(folder: string): Promise<string[]> {
  const unfilled = await readFile(path.join(folder, 'manifest.json'), 'utf8');
  const { text, missing } = fillPlaceholders(unfilled, values);
  if (missing.length > 0) return missing.map((name) => `manifest.json: nobody fills ${name}.`);
  const manifest = JSON.parse(text) as TeamsManifest & ManifestTexts;
  const faults = await AppManifestUtils.validateAgainstSchema(manifest);
  const { color, outline } = manifest.icons;
  return [
    ...faults.map((fault) => `manifest.json: ${fault}`),
    ...(await iconFaults(folder, 'color', color)),
    ...(await iconFaults(folder, 'outline', outline)),
    ...(await textFaults(folder, manifest)),
  ];
}
